/** A promise that was broken; anything else that is thrown is a fault of the test itself or of the program under it. */
export class Violation extends Error {}

export function must(holds: boolean, broken: string | (() => string)): asserts holds {
  if (!holds) throw new Violation(typeof broken === 'string' ? broken : broken())
}

/** By their JSON, which is how everything here is stored and sent. */
export function mustEqual(found: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)]
  if (a !== b) throw new Violation(`${what}: found ${a}, expected ${b}`)
}
