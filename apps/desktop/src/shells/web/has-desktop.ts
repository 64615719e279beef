export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** Whether a person reads what is printed. */
  readonly terminal: boolean
}

/** Whether a browser that is opened here is seen by the person who started us. */
export function hasDesktop({ environment, platform, terminal }: Surroundings): boolean {
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland, SSH_CONNECTION: ssh, CI: ci } = environment
  if (!terminal || ssh || ci) return false
  return platform === 'linux' ? Boolean(x11 || wayland) : true
}
