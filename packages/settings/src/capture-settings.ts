import { resolveSettings } from './resolve.js'

const KEYS = [
  'screenshotInterval',
  'screenshotScreens',
  'screenshotFormat',
  'screenshotQuality',
  'screenshotMaxWidth',
  'screenshotPixelate',
  'screenshotCoolingOff',
  'idleLimit',
  'privatePeriods',
  'excludedApps',
  'excludedTitles',
] as const

/** What pictures are like, as it is chosen now: environment, else file, else default. Throws what settings throw. */
export async function captureSettings(
  file: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
) {
  const chosen = await resolveSettings({ file, environment }, KEYS)
  return {
    intervalMinutes: chosen.screenshotInterval.value,
    screens: chosen.screenshotScreens.value,
    format: chosen.screenshotFormat.value,
    quality: chosen.screenshotQuality.value,
    maxWidth: chosen.screenshotMaxWidth.value,
    pixelate: chosen.screenshotPixelate.value,
    coolingOffMinutes: chosen.screenshotCoolingOff.value,
    idleLimitMinutes: chosen.idleLimit.value,
    privatePeriods: chosen.privatePeriods.value,
    excludedApps: chosen.excludedApps.value,
    excludedTitles: chosen.excludedTitles.value,
  }
}
