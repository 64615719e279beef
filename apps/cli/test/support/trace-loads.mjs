// Preloaded into the command line by a test: writes down every file that it loads, ES modules and CommonJS.
import { appendFileSync } from 'node:fs'
import Module, { register } from 'node:module'

const note = (url) => appendFileSync(process.env.MEANTIME_TRACE, `${url}\n`)

register('./trace-hook.mjs', import.meta.url)

const compile = Module.prototype._compile
Module.prototype._compile = function (content, filename, ...rest) {
  note(filename)
  return compile.call(this, content, filename, ...rest)
}
