import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const EVERYTHING = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds against WCAG 2.2 A and AA and its best practices: one line for each place. */
export async function violations(page: Page, only: readonly string[] = EVERYTHING): Promise<string[]> {
  // Over the debugger, which the page's policy does not bind.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  return page.evaluate(
    async (runOnly) => {
      const { axe: loaded } = window as unknown as { axe: typeof import('axe-core') }
      const { violations: found } = await loaded.run(document, {
        runOnly,
        resultTypes: ['violations'],
      })
      return found.flatMap(({ id, help, nodes }) =>
        nodes.map(({ html, any }) => `${id}: ${help}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
      )
    },
    [...only],
  )
}

/** What sticks out of the window to the right, or makes the page scroll sideways. */
export const overflows = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const clips = (element: Element | null): boolean =>
      element !== null &&
      element !== document.documentElement &&
      (/hidden|clip|auto|scroll/.test(getComputedStyle(element).overflowX) || clips(element.parentElement))
    const outside = [...document.querySelectorAll('body *')].filter((element) => {
      const { right, width, left } = element.getBoundingClientRect()
      return width > 0 && (right > innerWidth + 1 || left < -1) && !clips(element.parentElement)
    })
    const main = document.querySelector('main')
    const sideways =
      main && main.scrollWidth > main.clientWidth + 1 ? [`main ${main.scrollWidth} > ${main.clientWidth}`] : []
    return [...sideways, ...outside.map(({ className, tagName }) => `${tagName} ${String(className)}`)].slice(0, 5)
  })
