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
} as const
