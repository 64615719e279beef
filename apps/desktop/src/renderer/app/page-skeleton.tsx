import { Skeleton, VisuallyHidden } from '@mantine/core'
import { Page } from '../ui/page.js'

/** While a screen's own code is read, which on this computer is a blink: shapes only. */
export function PageSkeleton({ title }: { title: string }) {
  return (
    <Page title={title}>
      <VisuallyHidden>…</VisuallyHidden>
      <Skeleton height={180} radius="lg" />
      <Skeleton height={120} radius="lg" />
      <Skeleton height={260} radius="lg" />
    </Page>
  )
}
