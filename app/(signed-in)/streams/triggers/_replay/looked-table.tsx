import Link from 'next/link'
import { Fragment } from 'react'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import css from '#app/(signed-in)/streams/triggers/_replay/replay.module.css'
import type { ReplayLooked } from '#lib/streams/replay/result.ts'

/** For each of the criteria how many events met it, and why the others did not, with some of them. */
export const LookedTable = ({ looked }: { looked: readonly ReplayLooked[] }) => (
  <table className={`${table.table} ${stacked.stacked}`}>
    <thead>
      <tr>
        <th>Criteria</th>
        <th>Why not</th>
        <th>Such as</th>
        <th className="num">Events</th>
      </tr>
    </thead>
    <tbody>
      {looked.map(({ criteria, checks, passed, reasons }) => (
        <Fragment key={criteria}>
          <tr>
            <td className={css.criteria}>{criteria}</td>
            <td colSpan={2}>
              met by {passed.toLocaleString('en')} of {checks.toLocaleString('en')}
            </td>
            <td className="num">{checks.toLocaleString('en')}</td>
          </tr>
          {reasons.map(({ reason, count, examples }) => (
            <tr key={reason} className={css.reason}>
              <td aria-hidden="true" data-empty="true" />
              <td>{reason}</td>
              <td className={css.examples}>
                {examples.map(({ uid, type, at }) => (
                  <Link
                    key={uid}
                    href={`/events?q=${encodeURIComponent(`uid:"${uid}"`)}`}
                    title={`${at} ${uid}`}
                    prefetch={false}
                  >
                    {type}
                  </Link>
                ))}
              </td>
              <td className="num">{count.toLocaleString('en')}</td>
            </tr>
          ))}
        </Fragment>
      ))}
    </tbody>
  </table>
)
