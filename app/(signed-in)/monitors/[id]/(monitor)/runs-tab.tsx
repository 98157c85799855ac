import Link from 'next/link'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { StateBadge } from '#app/_ui/state.tsx'
import table from '#app/_ui/table.module.css'
import { Tag } from '#app/_ui/tag.tsx'
import { took } from '#app/_ui/time.ts'
import { ClockTime } from '#app/_ui/times.tsx'
import { Value } from '#app/_ui/value.tsx'
import { RunStatusWords } from '#app/(signed-in)/monitors/[id]/_run/run-status.tsx'
import css from '#app/(signed-in)/monitors/[id]/(monitor)/tabs.module.css'
import type { TabProps } from '#app/(signed-in)/monitors/[id]/(monitor)/tabs-panel.tsx'
import { type RunLine, runPage } from '#lib/monitors/history/data.ts'

export async function RunsTab({ monitor, page, hrefOf }: TabProps) {
  const { items, total, page: shown } = await runPage(monitor.id, page)
  if (items.length === 0)
    return (
      <EmptyState title="It has not run yet">
        Each run stands here with what it read, returned and said, for {monitor.retainDays} days.
      </EmptyState>
    )

  return (
    <>
      <table className={table.table}>
        <thead>
          <tr>
            <th>State</th>
            <th>Planned</th>
            <th className="num">Value</th>
            <th>Message</th>
            <th className="num">Took</th>
            <th className="num">Version</th>
          </tr>
        </thead>
        <tbody>
          {items.map(run => (
            <RunRow key={run.id} run={run} monitorId={monitor.id} unit={monitor.unit} />
          ))}
        </tbody>
      </table>
      <div className={css.foot}>
        <Pager page={shown} total={total} hrefOf={hrefOf} />
      </div>
    </>
  )
}

function RunRow({ run, monitorId, unit }: { run: RunLine; monitorId: number; unit: string }) {
  const { id, state, plannedAt, manual, stream, value, message, durationMs, version } = run
  return (
    <tr>
      <td>{state ? <StateBadge state={state} /> : <RunStatusWords run={run} />}</td>
      <td className={`${css.at} mono`}>
        <Link href={`/monitors/${monitorId}/runs/${id}`} prefetch={false}>
          <ClockTime at={plannedAt} />
        </Link>{' '}
        {manual && <Tag>{stream === null ? 'by hand' : 'of a stream'}</Tag>}
      </td>
      <td className="num">{state && <Value value={value} unit={unit} />}</td>
      <td className={`${css.message} cut`} title={message}>
        {message}
      </td>
      <td className={`${css.note} num`}>{durationMs !== null && took(durationMs)}</td>
      <td className={`${css.note} num`}>{version}</td>
    </tr>
  )
}
