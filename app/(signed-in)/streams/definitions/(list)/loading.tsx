import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'
import { StreamsTabs } from '#app/(signed-in)/streams/_tabs.tsx'

export default function Loading() {
  return (
    <>
      <PageHeader title="Event definitions" />
      <StreamsTabs current="/streams/definitions" />
      <Panel flush>
        <RowsLoading rows={8} />
      </Panel>
    </>
  )
}
