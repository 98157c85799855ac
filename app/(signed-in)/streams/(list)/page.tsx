import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { StreamsTabs } from '#app/(signed-in)/streams/_tabs.tsx'

export const metadata: Metadata = { title: 'Streams' }

export default async function Page() {
  await requireReach('streams:read')
  return (
    <>
      <PageHeader title="Streams" />
      <StreamsTabs current="/streams" />
    </>
  )
}
