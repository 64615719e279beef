import { appendFileSync } from 'node:fs'

export function load(url, context, next) {
  appendFileSync(process.env.MEANTIME_TRACE, `${url}\n`)
  return next(url, context)
}
