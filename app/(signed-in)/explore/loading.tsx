import { PageHeader } from '#app/_ui/page-header.tsx'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'
import { ChartLoading } from '#app/(signed-in)/explore/_chart/chart-panel.tsx'
import css from '#app/(signed-in)/explore/explore.module.css'

export default function Loading() {
  return (
    <>
      <PageHeader title="Metrics" />
      <div className={css.toolbar} />
      <div className={css.explorer}>
        <div className={css.side}>
          <RowsLoading rows={12} />
        </div>
        <div className={css.main}>
          <ChartLoading />
        </div>
      </div>
    </>
  )
}
