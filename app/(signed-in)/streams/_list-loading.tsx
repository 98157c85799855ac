import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'
import { type StreamsList, StreamsTabs } from '#app/(signed-in)/streams/_tabs.tsx'

/** A list that is not there yet. */
export const ListLoading = ({ title, href }: { title: string; href: StreamsList }) => (
  <>
    <PageHeader title={title} />
    <StreamsTabs current={href} />
    <Panel flush>
      <RowsLoading rows={8} />
    </Panel>
  </>
)
