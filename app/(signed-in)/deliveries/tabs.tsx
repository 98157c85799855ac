import { Segments } from '#app/_ui/segments.tsx'
import css from '#app/(signed-in)/deliveries/deliveries.module.css'

const TABS = [
  { href: '/deliveries', content: 'Alerts' },
  { href: '/deliveries/posts', content: 'Webhooks of streams' },
] as const

/** What was told, by alerts and by the webhooks of pipelines. */
export const DeliveriesTabs = ({ current }: { current: (typeof TABS)[number]['href'] }) => (
  <div className={css.tabs}>
    <Segments
      label="Deliveries"
      segments={TABS.map(tab => ({ ...tab, current: tab.href === current }))}
    />
  </div>
)
