import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'
import css from '#app/(signed-in)/monitors/(list)/filters.module.css'

export default function Loading() {
  return (
    <>
      <PageHeader title="Monitors" />
      <div className={css.filters} />
      <Panel flush>
        <RowsLoading rows={12} />
      </Panel>
    </>
  )
}
