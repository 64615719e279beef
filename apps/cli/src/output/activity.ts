import type { ActivityConsent } from '../compose.js'

export function activityDocument(consent: ActivityConsent | undefined) {
  return {
    on: consent !== undefined,
    since: consent === undefined ? null : new Date(consent.at).toISOString(),
    level: consent !== undefined,
    apps: consent?.apps ?? false,
    titles: consent?.titles ?? false,
  }
}

export function activityWords({ apps, titles }: ActivityConsent): string {
  if (titles) return 'how much input, which program, and the title of its window'
  return apps ? 'how much input, and which program; no titles' : 'how much input; no programs, no titles'
}
