import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'
import { ChartLoading } from '#app/(signed-in)/errors/(list)/chart-panel.tsx'
import css from '#app/(signed-in)/errors/(list)/filters.module.css'

export default function Loading() {
  return (
    <>
      <PageHeader title="Errors" />
      <div className={css.filters} />
      <ChartLoading />
      <Panel flush>
        <RowsLoading rows={12} />
      </Panel>
    </>
  )
}
