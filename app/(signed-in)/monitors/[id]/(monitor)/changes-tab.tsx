import { IconArrowRight } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { StateBadge } from '#app/_ui/state.tsx'
import table from '#app/_ui/table.module.css'
import { longSpan } from '#app/_ui/time.ts'
import { ClockTime, Elapsed } from '#app/_ui/times.tsx'
import { Value } from '#app/_ui/value.tsx'
import { Delivered } from '#app/(signed-in)/monitors/[id]/(monitor)/delivered.tsx'
import css from '#app/(signed-in)/monitors/[id]/(monitor)/tabs.module.css'
import type { TabProps } from '#app/(signed-in)/monitors/[id]/(monitor)/tabs-panel.tsx'
import { transitionPage } from '#lib/monitors/history/data.ts'
import type { StateName } from '#lib/plugin.ts'

export async function ChangesTab({ monitor, page, hrefOf }: TabProps) {
  const { items, total, page: shown } = await transitionPage(monitor.id, page)
  if (items.length === 0)
    return (
      <EmptyState title="The state has not changed yet">
        The first run is believed at once; from then on each change stands here, with who was told.
      </EmptyState>
    )

  return (
    <>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Change</th>
            <th>At</th>
            <th>Lasted</th>
            <th className="num">Value</th>
            <th>Message</th>
            <th>Told</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ id, from, to, at, lastedMs, value, message, runId, deliveries }) => (
            <tr key={id}>
              <td>
                <Change from={from} to={to} />
              </td>
              <td className={`${css.at} mono`}>
                <RunLink monitorId={monitor.id} runId={runId}>
                  <ClockTime at={at} />
                </RunLink>
              </td>
              <td className={css.note}>
                {lastedMs === null ? <Elapsed at={at} /> : longSpan(lastedMs)}
              </td>
              <td className="num">
                <Value value={value} unit={monitor.unit} />
              </td>
              <td className={`${css.message} cut`} title={message}>
                {message}
              </td>
              <td className={css.note}>
                <Delivered deliveries={deliveries} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={css.foot}>
        <Pager page={shown} total={total} hrefOf={hrefOf} />
      </div>
    </>
  )
}

const Change = ({ from, to }: { from: StateName; to: StateName }) => (
  <span className={css.change}>
    <StateBadge state={from} />
    <IconArrowRight size={14} stroke={1.8} aria-label="to" />
    <StateBadge state={to} />
  </span>
)

/** To the run, if one made it and is still kept. */
function RunLink(props: { monitorId: number; runId: number | null; children: ReactNode }) {
  if (props.runId === null) return props.children
  return <Link href={`/monitors/${props.monitorId}/runs/${props.runId}`}>{props.children}</Link>
}
