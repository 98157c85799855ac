import { Skeleton } from '@mantine/core'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'
import { ChartLoading } from '#app/(signed-in)/monitors/[id]/(monitor)/chart-panel.tsx'

export default function Loading() {
  return (
    <>
      <PageHeader above={[{ href: '/monitors', label: 'Monitors' }]} title=" " />
      <Skeleton height={20} width="60%" mb={16} />
      <ChartLoading />
      <Panel flush>
        <RowsLoading rows={6} />
      </Panel>
    </>
  )
}
