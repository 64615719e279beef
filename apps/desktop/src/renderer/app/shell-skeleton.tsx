import { Skeleton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLink } from '../bridge/context.js'
import { EmptyNote } from '../ui/empty-note.js'
import { PageSkeleton } from './page-skeleton.js'
import shell from './shell.module.css'

/** An answer takes milliseconds; words before that would only flash. */
const PATIENCE_MS = 900

/** The shape of what comes, until the agent has answered for the first time. */
export function ShellSkeleton() {
  const { t } = useTranslation()
  const link = useLink()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  const refused = link === 'refused'
  return (
    <div className={shell.shell}>
      <div className={shell.nav} aria-hidden>
        <Skeleton height={28} width={28} mb={24} />
        {[1, 2, 3, 4, 5].map((row) => (
          <Skeleton key={row} height={30} mb={10} />
        ))}
      </div>
      <main className={shell.main} aria-busy>
        {late || refused ? (
          <div role="status">
            <EmptyNote
              title={refused ? t('app.connecting.refusedTitle') : t('app.connecting.title')}
              body={refused ? t('app.connecting.refusedBody') : t('app.connecting.body')}
            />
          </div>
        ) : (
          <PageSkeleton title={t('app.loading')} />
        )}
      </main>
    </div>
  )
}
