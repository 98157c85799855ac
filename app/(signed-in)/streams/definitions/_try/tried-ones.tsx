'use client'

import { useState } from 'react'
import table from '#app/_ui/table.module.css'
import { TriedOne } from '#app/(signed-in)/streams/definitions/_try/tried-one.tsx'
import css from '#app/(signed-in)/streams/definitions/_try/try.module.css'
import type { Tried } from '#app/(signed-in)/streams/definitions/_try/try-panel.tsx'
import type { Trial } from '#lib/streams/definitions/trial.ts'

/** One of them in full; where there are several, it is chosen from a list. */
export function TriedOnes({ tried }: { tried: Tried[] }) {
  const [at, setAt] = useState(0)
  const chosen = tried[at]
  return (
    <>
      {tried.length > 1 && (
        <div className={css.list}>
          <table className={table.table} aria-label="Notifications that were tried">
            <tbody>
              {tried.map(({ notification, trial }, number) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: one is known by its place
                <tr key={number} aria-selected={number === at}>
                  <td className={css.number}>{number + 1}</td>
                  <td>
                    <button type="button" className={css.choose} onClick={() => setAt(number)}>
                      {typeOf(notification)}
                    </button>
                  </td>
                  <td className={css.verdict} data-dropped={trial.dropped ?? undefined}>
                    {inShort(trial)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {chosen && <TriedOne key={at} {...chosen} />}
    </>
  )
}

const inShort = ({ event, reason }: Trial) =>
  event ? `${Object.keys(event.traits).length} traits` : `dropped: ${reason}`

/** As it was pasted: it may be anything. */
function typeOf(notification: unknown): string {
  const { event_type: type } = Object(notification) as { event_type?: unknown }
  return typeof type === 'string' && type !== '' ? type : '(no event_type)'
}
