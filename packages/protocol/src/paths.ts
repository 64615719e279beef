/** Every path of the API; client and server both take them from here. */
export const PATHS = {
  health: '/v1/health',
  register: '/v1/auth/register',
  login: '/v1/auth/login',
  refresh: '/v1/auth/refresh',
  logout: '/v1/auth/logout',
  me: '/v1/me',
  batches: '/v1/sync/batches',
  entries: '/v1/entries',
  projects: '/v1/projects',
  /** Resumable uploads, tus 1.0; an upload's own path is below it. */
  uploads: '/v1/uploads',
  screenshots: '/v1/screenshots',
  activity: '/v1/activity',
} as const

/** Paths of one thing, as OpenAPI writes them; `screenshotImage` are its bytes. */
export const TEMPLATES = {
  upload: `${PATHS.uploads}/{id}`,
  screenshotImage: `${PATHS.screenshots}/{id}/image`,
} as const
