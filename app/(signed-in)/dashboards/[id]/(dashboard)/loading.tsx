import { Skeleton } from '@mantine/core'
import { Late } from '#app/_ui/late.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'

export default function Loading() {
  return (
    <>
      <PageHeader above={[{ href: '/dashboards', label: 'Dashboards' }]} title=" " />
      <Panel>
        <Late>
          <Skeleton height={400} />
        </Late>
      </Panel>
    </>
  )
}
