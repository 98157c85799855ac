import Link from 'next/link'
import { withUnit } from '#app/_ui/number.ts'
import css from '#app/_ui/panel-body/monitors.module.css'
import { StateShape } from '#app/_ui/state.tsx'
import { Age } from '#app/_ui/times.tsx'
import type { DrawnStates } from '#lib/charts/drawn.ts'

/** Monitors with their states, the bad ones first as they come; as many columns as fit. */
export function MonitorsBody({ drawn, height }: { drawn: DrawnStates; height: number }) {
  const { monitors, leftOut } = drawn
  if (monitors.length === 0)
    return (
      <p className={css.none} style={{ height }}>
        No monitor fits
      </p>
    )
  return (
    <ul className={css.monitors} style={{ height }}>
      {monitors.map(({ id, name, state, since, value, unit }) => (
        <li key={id ?? name} className={css.monitor} data-state={state}>
          <StateShape state={state} />
          <span className="hidden">{state}</span>
          {id === null ? (
            <span className={css.name}>{name}</span>
          ) : (
            <Link href={`/monitors/${id}`} prefetch={false} className={css.name} title={name}>
              {name}
            </Link>
          )}
          {value !== null && <span className={css.value}>{withUnit(value, unit)}</span>}
          {since !== null && <Age at={since} className={css.since} />}
        </li>
      ))}
      {leftOut > 0 && <li className={css.more}>and {leftOut.toLocaleString('en')} more</li>}
    </ul>
  )
}
