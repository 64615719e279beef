import { Kbd, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Command, printed } from './keys.js'
import styles from './shortcuts-dialog.module.css'

/** Every key there is, on one page. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const row = (words: string, ...keys: readonly string[]) => (
    <div className={styles.row} key={words}>
      <dt>{words}</dt>
      <dd>
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  )
  const command = (words: string, name: Command) => row(words, ...printed(name))
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('app.shortcuts.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <div className={styles.columns}>
        <section>
          <h3>{t('app.shortcuts.work')}</h3>
          <dl>
            {command(t('app.shortcuts.focusStart'), 'focusStart')}
            {command(t('app.shortcuts.pause'), 'pause')}
            {command(t('app.shortcuts.stop'), 'stop')}
            {command(t('app.shortcuts.add'), 'add')}
            {command(t('app.shortcuts.undo'), 'undo')}
          </dl>
        </section>
        <section>
          <h3>{t('app.shortcuts.everywhere')}</h3>
          <dl>
            {command(t('app.shortcuts.palette'), 'palette')}
            {row(t('app.shortcuts.screens'), '1', '2', '3', '4', '5')}
            {command(t('app.shortcuts.sync'), 'syncNow')}
            {command(t('app.shortcuts.open'), 'shortcuts')}
            {row(t('app.shortcuts.escape'), 'Esc')}
          </dl>
        </section>
        <section className={styles.wide}>
          <h3>{t('app.shortcuts.lists')}</h3>
          <dl>
            {row(t('app.shortcuts.timeline'), '←', '→')}
            {row(t('app.shortcuts.openEntry'), 'Enter')}
            {row(t('app.shortcuts.select'), 'Space')}
            {row(t('app.shortcuts.boxes'), 'B', '←↑→↓', 'Shift', 'Del')}
          </dl>
        </section>
      </div>
      <p className={styles.note}>{t('app.shortcuts.single')}</p>
    </Modal>
  )
}
