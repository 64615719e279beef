import type { CaptureSettings, Standing } from '../compose.js'
import { oneLine } from './printable.js'

const minutes = (count: number): string => (count === 1 ? '1 minute' : `${count} minutes`)

/** What somebody is asked to agree to, in plain words; each line stands by itself. */
export function termsLines(settings: CaptureSettings): string[] {
  const { intervalMinutes, screens, maxWidth, pixelate, coolingOffMinutes, idleLimitMinutes } = settings
  const what = screens === 'all' ? 'all your screens' : 'the screen with the active window'
  return [
    `While an entry runs, one picture of ${what} is taken in each ${intervalMinutes === 1 ? 'minute' : minutes(intervalMinutes)}, at a random moment.`,
    'Never while work is paused or stopped, while the screen is locked, in a private time, or after ' +
      `${minutes(idleLimitMinutes)} without a key or a click.`,
    pixelate
      ? 'All of every picture is made unreadable before it is written.'
      : `It is at most ${maxWidth} pixels wide, and can be read by whoever sees it.`,
    excludesNothing(settings)
      ? 'No app or title is excluded (`meantime screenshots exclude`), so it shows whatever is open.'
      : `Not to be seen: ${exclusionsWords(settings)}. That is covered before the picture is written.`,
    ...privateLine(settings),
    `It is encrypted on this computer for ${minutes(coolingOffMinutes)}, yours to look at, redact or delete; then it is sent to your team's server.`,
    'You can pause them, turn them off, and delete what is still here, at any time. Your worked time stays.',
  ]
}

export function exclusionsWords({ excludedApps, excludedTitles }: CaptureSettings): string {
  const named = (what: string, list: readonly string[]) =>
    list.length === 0 ? [] : [`${what} ${list.map((item) => oneLine(item, 60)).join(', ')}`]
  return [...named('apps', excludedApps), ...named('titles', excludedTitles)].join('; ') || 'nothing is excluded'
}

const excludesNothing = ({ excludedApps, excludedTitles }: CaptureSettings): boolean =>
  excludedApps.length + excludedTitles.length === 0

const privateLine = ({ privatePeriods }: CaptureSettings): string[] =>
  privatePeriods.length === 0 ? [] : [`Private by the week: ${privatePeriods.join('; ')}.`]

export function standingWords({ on, consent, further }: Standing): string {
  if (on) return 'on'
  if (consent === undefined) return 'off'
  return `off: the settings show more than you agreed to (${further.map(({ words }) => words).join('; ')})`
}

export function termsDocument(settings: CaptureSettings) {
  return {
    intervalMinutes: settings.intervalMinutes,
    screens: settings.screens,
    format: settings.format,
    quality: settings.quality,
    maxWidth: settings.maxWidth,
    pixelate: settings.pixelate,
    coolingOffMinutes: settings.coolingOffMinutes,
    idleLimitMinutes: settings.idleLimitMinutes,
    privatePeriods: settings.privatePeriods,
    excludedApps: settings.excludedApps,
    excludedTitles: settings.excludedTitles,
  }
}
