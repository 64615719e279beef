import i18next from 'i18next'
import { Component, type ReactNode } from 'react'
import { EmptyNote } from '../ui/empty-note.js'
import { IconAlertTriangle } from '../ui/icons.js'

/** A window that failed says so, and that the time is kept elsewhere; without it the page would be empty. */
export class CrashNote extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <EmptyNote
        icon={<IconAlertTriangle />}
        title={i18next.t('app.error.unexpected')}
        body={i18next.t('app.error.unexpectedSafe')}
      >
        <button type="button" onClick={() => window.location.reload()}>
          {i18next.t('app.error.reload')}
        </button>
      </EmptyNote>
    )
  }
}
