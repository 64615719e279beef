import { MeantimeError } from '@meantime/core'
import { KEYS, type SettingKey } from './keys.js'

export function settingsUnreadable(file: string, reason: string, cause?: unknown): MeantimeError {
  return new MeantimeError({
    code: 'SETTINGS_UNREADABLE',
    kind: 'storage',
    message: `The settings file ${file} cannot be read: ${reason}.`,
    safe: 'The file was left as it is.',
    hint: 'Correct it, or move it away to go on with the defaults.',
    cause,
  })
}

/** The bad value itself is not repeated: an address may hold a password. */
export function settingInvalid(key: SettingKey, where: string): MeantimeError {
  return new MeantimeError({
    code: 'SETTING_INVALID',
    kind: 'input',
    message: `${where} must be ${KEYS[key].expected}.`,
    hint: 'Correct it, or leave it out to take the default.',
  })
}
