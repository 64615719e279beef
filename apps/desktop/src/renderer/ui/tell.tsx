import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'

/** A short word that something is done, with the way back where there is one. */
export function tell(message: string, undo?: { readonly label: string; readonly run: () => void }): void {
  const id = `done-${message}`
  notifications.show({
    id,
    color: 'verdigris',
    closeButtonProps: { 'aria-label': i18next.t('app.close') },
    autoClose: undo ? 8000 : 3500,
    message: undo ? (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id)
            undo.run()
          }}
        >
          {undo.label}
        </Button>
      </Group>
    ) : (
      message
    ),
  })
}
