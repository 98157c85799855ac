import { type Query, withQuery } from '#app/_ui/query.ts'
import { TabbedPanel } from '#app/_ui/tabs.tsx'
import { ExamplesTab } from '#app/(signed-in)/errors/[id]/examples-tab.tsx'
import { HistoryTab } from '#app/(signed-in)/errors/[id]/history-tab.tsx'
import { TABS, type Tab, tabOf } from '#app/(signed-in)/errors/[id]/view.ts'
import type { SignatureDetail } from '#lib/errors/detail/data.ts'

export interface TabProps {
  signature: SignatureDetail
  query: Query
  /** the same view with changes */
  hrefOf: (changes: Query) => string
}

/** One thing at a time: the errors that were kept, what was done with the signature. */
export function TabsPanel({ signature, query }: { signature: SignatureDetail; query: Query }) {
  const shown = tabOf(query)
  const Content = CONTENT[shown]
  const hrefOf = (changes: Query) => withQuery(`/errors/${signature.id}`, query, changes)
  const tabs = TABS.map(tab => ({
    href: hrefOf({ tab: tab === 'examples' ? undefined : tab }),
    label: tab === 'examples' ? `Examples ${signature.examples}` : 'History',
    current: tab === shown,
  }))
  return (
    <TabbedPanel label="About it" tabs={tabs}>
      <Content signature={signature} query={query} hrefOf={hrefOf} />
    </TabbedPanel>
  )
}

const CONTENT = { examples: ExamplesTab, history: HistoryTab } satisfies Record<Tab, unknown>
