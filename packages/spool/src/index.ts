export { type FileSpoolOptions, fileSpool } from './plugin.js'
export type { SpoolDisk } from './spool-disk.js'
