import { Skeleton } from '@mantine/core'
import { Late } from '#app/_ui/late.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'
import { ChartLoading } from '#app/(signed-in)/errors/[id]/chart-panel.tsx'
import css from '#app/(signed-in)/errors/[id]/signature.module.css'

export default function Loading() {
  return (
    <>
      <PageHeader above={[{ href: '/errors', label: 'Errors' }]} title=" " />
      <div className={css.facts}>
        <Late>
          <Skeleton height={12} width={480} />
        </Late>
      </div>
      <ChartLoading />
      <Panel flush>
        <RowsLoading rows={6} />
      </Panel>
    </>
  )
}
