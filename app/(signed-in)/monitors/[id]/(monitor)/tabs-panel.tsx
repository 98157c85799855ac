import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { TabbedPanel } from '#app/_ui/tabs.tsx'
import { ChangesTab } from '#app/(signed-in)/monitors/[id]/(monitor)/changes-tab.tsx'
import { DeliveriesTab } from '#app/(signed-in)/monitors/[id]/(monitor)/deliveries-tab.tsx'
import { RunsTab } from '#app/(signed-in)/monitors/[id]/(monitor)/runs-tab.tsx'
import css from '#app/(signed-in)/monitors/[id]/(monitor)/tabs.module.css'
import { VersionsTab } from '#app/(signed-in)/monitors/[id]/(monitor)/versions-tab.tsx'
import { type Tab, tabOf } from '#app/(signed-in)/monitors/[id]/(monitor)/view.ts'
import type { Monitor } from '#lib/monitors/data.ts'

export interface TabProps {
  monitor: Monitor
  page: string | undefined
  /** the same view at another page of the tab */
  hrefOf: (page: number) => string
}

/** The monitor's past: one table at a time. */
export function TabsPanel({ monitor, query }: { monitor: Monitor; query: Query }) {
  const path = `/monitors/${monitor.id}`
  const shown = tabOf(query)
  const Content = CONTENT[shown]
  const labels = { ...LABELS, versions: `Versions ${monitor.version}` }

  const tabs = (Object.keys(LABELS) as Tab[]).map(tab => ({
    href: withQuery(path, query, { tab, page: undefined }),
    label: labels[tab],
    current: tab === shown,
  }))

  return (
    <TabbedPanel
      label="History"
      tabs={tabs}
      className={css.tables}
      actions={
        <a href={`/api${path}/runs.csv`} download title="All kept runs as a table">
          CSV
        </a>
      }
    >
      <Content
        monitor={monitor}
        page={one(query, 'page')}
        hrefOf={page => withQuery(path, query, { page: String(page) })}
      />
    </TabbedPanel>
  )
}

const LABELS = {
  changes: 'State changes',
  runs: 'Runs',
  deliveries: 'Deliveries',
  versions: 'Versions',
} satisfies Record<Tab, string>

const CONTENT = {
  changes: ChangesTab,
  runs: RunsTab,
  deliveries: DeliveriesTab,
  versions: VersionsTab,
} satisfies Record<Tab, unknown>
