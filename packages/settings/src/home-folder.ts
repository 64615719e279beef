import { homedir, userInfo } from 'node:os'
import { isAbsolute } from 'node:path'

/**
 * The person's home folder. An empty or relative HOME is none: it would be another folder wherever somebody works. Undefined
 * for a user without an entry in the system's list, as containers have them; asking for theirs throws.
 */
export function homeFolder(ways: readonly (() => string)[] = [homedir, () => userInfo().homedir]): string | undefined {
  for (const way of ways) {
    try {
      const home = way()
      if (isAbsolute(home)) return home
    } catch {
      // The next way, or none.
    }
  }
  return undefined
}
