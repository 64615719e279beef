import { useTranslation } from 'react-i18next'
import type { SettingView } from '../../../bridge/shapes.js'
import { useCommand } from '../../bridge/commands.js'
import { useAsk } from '../../bridge/queries.js'
import { useAnnounce } from '../../ui/announce.js'

export function useSetting(key: string): SettingView | undefined {
  const { data } = useAsk('settings', {})
  return data?.find((setting) => setting.key === key)
}

/** Where a flag or the environment decides, nothing can be changed here. */
export const isFixed = (setting: SettingView | undefined): boolean =>
  setting?.origin === 'flag' || setting?.origin === 'environment'

/** `error` is the agent's refusal of the last value, in its words. */
export function useSetSetting(key: string, { onDone }: { onDone?: () => void } = {}) {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const { mutate, error, isPending, reset } = useCommand('setSetting', {
    quiet: true,
    onDone: () => {
      announce(t('settings.saved'))
      onDone?.()
    },
  })
  return { set: (value: unknown) => mutate({ key, value }), error: error?.message, isPending, reset }
}
