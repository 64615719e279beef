/** Leaves out what is not needed for the failure: halves, quarters, … single commands. Bounded by `tries`. */
export async function shrink<Command>(
  commands: readonly Command[],
  fails: (fewer: readonly Command[]) => Promise<boolean>,
  tries = 400,
): Promise<readonly Command[]> {
  let left = [...commands]
  let spent = 0
  for (let size = Math.ceil(left.length / 2); size >= 1 && spent < tries; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < left.length && spent < tries; ) {
      const fewer = [...left.slice(0, from), ...left.slice(from + size)]
      spent += 1
      if (fewer.length > 0 && (await fails(fewer))) left = fewer
      else from += size
    }
  }
  return left
}
