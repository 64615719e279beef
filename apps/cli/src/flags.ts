/** The flags that every command takes. */
export interface GlobalFlags {
  readonly json?: boolean
  readonly dataDir?: string
  readonly server?: string
  readonly serverKind?: string
  readonly quiet?: boolean
  readonly verbose?: boolean
  /** False after --no-sync. */
  readonly sync: boolean
  /** False after --no-color. */
  readonly color: boolean
}
