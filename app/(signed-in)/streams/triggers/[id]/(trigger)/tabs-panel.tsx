import { type Query, withQuery } from '#app/_ui/query.ts'
import { Segments } from '#app/_ui/segments.tsx'
import { TabbedPanel } from '#app/_ui/tabs.tsx'
import { ReplayPanel } from '#app/(signed-in)/streams/triggers/_replay/replay-panel.tsx'
import css from '#app/(signed-in)/streams/triggers/[id]/(trigger)/trigger.module.css'
import {
  SPANS,
  spanOf,
  TABS,
  type Tab,
  tabOf,
} from '#app/(signed-in)/streams/triggers/[id]/(trigger)/view.ts'
import { WhyTab } from '#app/(signed-in)/streams/triggers/[id]/(trigger)/why-tab.tsx'
import type { Trigger } from '#lib/streams/triggers/data.ts'

/** What did not fit, a dry run, or what it was made of: one at a time. */
export function TabsPanel({ trigger, query }: { trigger: Trigger; query: Query }) {
  const path = `/streams/triggers/${trigger.id}`
  const shown = tabOf(query)
  const span = spanOf(query)
  const tabs = Object.entries(TABS).map(([tab, label]) => ({
    href: withQuery(path, query, { tab }),
    label,
    current: tab === shown,
  }))
  const spans = SPANS.map(({ key, label }) => ({
    href: withQuery(path, query, { span: key }),
    content: label,
    current: key === span.key,
  }))
  const contents: Record<Tab, () => React.ReactNode> = {
    why: () => <WhyTab trigger={trigger} span={span} />,
    replay: () => <ReplayPanel asked={{ id: trigger.id }} />,
    yaml: () => <pre className={css.yaml}>{trigger.yaml}</pre>,
  }
  return (
    <TabbedPanel
      label="Trigger"
      tabs={tabs}
      actions={shown === 'why' && <Segments label="How far back" segments={spans} />}
    >
      {contents[shown]()}
    </TabbedPanel>
  )
}
