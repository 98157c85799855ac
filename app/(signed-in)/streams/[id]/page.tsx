import type { Metadata } from 'next'
import { orNotFound } from '#app/_server/not-found.ts'
import { requireReach } from '#app/_server/reach.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { getStream } from '#lib/streams/data.ts'

export const metadata: Metadata = { title: 'Stream' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const reach = await requireReach('streams:read')
  const stream = await orNotFound(getStream(reach, Number((await params).id)))
  return (
    <PageHeader above={[{ href: '/streams', label: 'Streams' }]} title={`Stream ${stream.id}`} />
  )
}
