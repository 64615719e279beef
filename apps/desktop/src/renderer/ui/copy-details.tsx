import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { IconCopy } from './icons.js'
import { tell } from './tell.js'

/** For a report, and for who wants the agent's own words. */
export function CopyDetails({ text }: { text: string | undefined }) {
  const { t } = useTranslation()
  if (text === undefined) return null
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      // Its letters, not its edge, stand below those above.
      ml={-8}
      leftSection={<IconCopy size={14} aria-hidden />}
      onClick={() => void navigator.clipboard.writeText(text).then(() => tell(t('app.copied')))}
    >
      {t('sync.details')}
    </Button>
  )
}
