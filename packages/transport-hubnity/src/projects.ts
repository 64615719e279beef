import type { Clock, Reason } from '@meantime/core'
import { plainText } from '@meantime/core/http'
import { record } from './answer.js'
import { type Asker, type HubnityApi, unexpected } from './hubnity-api.js'

interface Project {
  readonly id: string
  readonly name: string
  readonly archived: boolean
}

/** The server caches its list as long. */
const FRESH_MS = 300_000
/** A name that is not in the list may be newer than it, but is not looked for more often than this. */
const LOOK_AGAIN_MS = 60_000
const NAMES_TOLD = 12

/** Names of projects and the server's ids of them. */
export class Projects {
  readonly #api: HubnityApi
  readonly #clock: Clock
  #known: { readonly at: number; readonly list: readonly Project[] } | undefined

  constructor(api: HubnityApi, clock: Clock) {
    this.#api = api
    this.#clock = clock
  }

  /** The id, or why there is none. A name counts before an id, which work of the predecessor has in its place. */
  async idOf(name: string, asker: Asker): Promise<{ readonly id: string } | { readonly problem: Reason }> {
    const found = match(await this.#list(FRESH_MS, asker), name)
    if (found.length === 1 && found[0] && !found[0].archived) return { id: found[0].id }
    const list = await this.#list(LOOK_AGAIN_MS, asker)
    const again = match(list, name)
    const usable = again.filter(({ archived }) => !archived)
    if (usable.length === 1 && usable[0]) return { id: usable[0].id }
    return {
      problem: again.length === 0 ? unknown(name, list) : usable.length > 1 ? several(name) : archived(name, list),
    }
  }

  /** For a refusal: what the person can choose from. */
  async names(asker: Asker): Promise<string> {
    return namesOf(await this.#list(FRESH_MS, asker))
  }

  async #list(fresh: number, asker: Asker): Promise<readonly Project[]> {
    const now = this.#clock.monotonic()
    if (this.#known && now - this.#known.at < fresh) return this.#known.list
    const said = await this.#api.projects(asker)
    if (said.status !== 200 || !Array.isArray(said.body)) throw unexpected(said)
    const list = said.body.map(read).filter((project) => project !== undefined)
    this.#known = { at: now, list }
    return list
  }
}

function match(list: readonly Project[], name: string): readonly Project[] {
  const exact = list.filter((project) => project.name === name)
  if (exact.length > 0) return exact
  const loose = list.filter((project) => fold(project.name) === fold(name))
  return loose.length > 0 ? loose : list.filter((project) => project.id === name)
}

const fold = (name: string): string => name.trim().toLowerCase()

function read(value: unknown): Project | undefined {
  const { id, name, status } = record(value)
  if (typeof id !== 'string' || typeof name !== 'string') return undefined
  return { id, name, archived: status === 'ARCHIVED' }
}

function unknown(name: string, list: readonly Project[]): Reason {
  const message = `The server has no project “${plainText(name)}”. ${namesOf(list)}`
  return { code: 'project-unknown', message }
}

function archived(name: string, list: readonly Project[]): Reason {
  const message = `The project “${plainText(name)}” is archived at the server. ${namesOf(list)}`
  return { code: 'project-archived', message }
}

function several(name: string): Reason {
  const message = `The server has several projects “${plainText(name)}”, and nothing tells which is meant.`
  return { code: 'project-ambiguous', message }
}

function namesOf(list: readonly Project[]): string {
  const names = list.filter(({ archived }) => !archived).map(({ name }) => `“${plainText(name)}”`)
  if (names.length === 0) return 'It has none that you can use.'
  const more = names.length > NAMES_TOLD ? ` and ${names.length - NAMES_TOLD} more` : ''
  return `It has ${names.slice(0, NAMES_TOLD).join(', ')}${more}.`
}
