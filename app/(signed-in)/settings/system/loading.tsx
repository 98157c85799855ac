import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'

export default function Loading() {
  return (
    <>
      <PageHeader title="System" />
      <Panel flush>
        <RowsLoading rows={6} />
      </Panel>
    </>
  )
}
