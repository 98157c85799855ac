import { Segments } from '#app/_ui/segments.tsx'
import css from '#app/(signed-in)/streams/tabs.module.css'

const TABS = [
  { href: '/streams', content: 'Streams' },
  { href: '/streams/triggers', content: 'Triggers' },
  { href: '/streams/pipelines', content: 'Pipelines' },
  { href: '/streams/definitions', content: 'Definitions' },
] as const

/** The address of one of these lists. */
export type StreamsList = (typeof TABS)[number]['href']

/** What streams are made of, on top of each of these lists. */
export const StreamsTabs = ({ current }: { current: StreamsList }) => (
  <div className={css.tabs}>
    <Segments
      label="Streams"
      segments={TABS.map(tab => ({ ...tab, current: tab.href === current }))}
    />
  </div>
)
