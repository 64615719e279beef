import { isAbsolute, join } from 'node:path'

export interface System {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Absolute; undefined for a user that has none. */
  readonly home: string | undefined
}

/**
 * Where the system keeps data of programs: the places of the package env-paths, which fails at its import where there is no
 * home folder, and takes relative ones. Undefined where nothing says it.
 */
export function systemDataFolder({ platform, environment, home }: System): string | undefined {
  const named = (variable: string) => {
    const path = environment[variable]
    return path !== undefined && isAbsolute(path) ? path : undefined
  }
  const below = (...parts: string[]) => (home === undefined ? undefined : join(home, ...parts))
  switch (platform) {
    case 'darwin':
      return below('Library', 'Application Support', 'meantime')
    case 'win32': {
      const local = named('LOCALAPPDATA') ?? below('AppData', 'Local')
      return local && join(local, 'meantime', 'Data')
    }
    default: {
      // XDG: a relative path is to be ignored.
      const data = named('XDG_DATA_HOME') ?? below('.local', 'share')
      return data && join(data, 'meantime')
    }
  }
}
