/** Where a value came from, strongest first. */
export type Origin = 'flag' | 'environment' | 'file' | 'default'

export interface Setting<T> {
  readonly value: T
  readonly origin: Origin
  /** For people: `--server`, `MEANTIME_SERVER`, `the path of settings.json`, `default`. */
  readonly source: string
}
