export { csvOf } from './csv.js'
export { icsOf } from './ics.js'
export { jsonOf } from './json.js'
