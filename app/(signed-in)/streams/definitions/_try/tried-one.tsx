'use client'

import { useState } from 'react'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { markedJson } from '#app/(signed-in)/streams/definitions/_try/marked.ts'
import css from '#app/(signed-in)/streams/definitions/_try/try.module.css'
import type { Tried } from '#app/(signed-in)/streams/definitions/_try/try-panel.tsx'
import type { Trial } from '#lib/streams/definitions/trial.ts'

/** A notification with what was found in it, and beside it what its event would have. */
export function TriedOne({ notification, trial }: Tried) {
  const [pointed, setPointed] = useState<readonly string[]>([])
  const { traits } = trial
  const places = new Set(traits.flatMap(({ paths }) => paths))
  return (
    <div className={css.tried}>
      <pre className={css.json}>
        {markedJson(notification, places).map(({ text, place }, at) =>
          place === undefined ? (
            text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a piece is known by its place
            <mark key={at} title={place} data-pointed={pointed.includes(place) || undefined}>
              {text}
            </mark>
          ),
        )}
      </pre>
      <div>
        <Verdict trial={trial} />
        {traits.length > 0 && (
          <table className={`${table.table} ${stacked.stacked} ${css.traits}`} aria-label="Traits">
            <thead>
              <tr>
                <th>Trait</th>
                <th>Value</th>
                <th>Type</th>
                <th>Found at</th>
              </tr>
            </thead>
            <tbody>
              {traits.map(({ trait, type, paths, value, problem }) => (
                <tr
                  key={trait}
                  onMouseEnter={() => setPointed(paths)}
                  onMouseLeave={() => setPointed([])}
                >
                  <td>{trait}</td>
                  <td className={problem ? css.wrong : undefined}>
                    {problem ?? (value === null ? <span className="dim">left out</span> : value)}
                  </td>
                  <td className="dim">{type}</td>
                  <td className={css.path}>{paths.join(' ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  )
}

function Verdict({ trial: { event, reason, definition } }: { trial: Trial }) {
  const types = definition?.event_type.join(', ')
  const by = definition
    ? definition.id === null
      ? `the definition above (${types})`
      : `definition ${definition.position} (${types})`
    : 'no definition'
  return (
    <p className={css.verdict} data-dropped={event ? undefined : true} role="status">
      <strong>{event ? `An event, by ${by}` : `Dropped: ${reason}`}</strong>
      {event && (
        <>
          {' '}
          {event.event_type} · {event.message_id} · {event.timestamp}
        </>
      )}
      {!event && definition && ` Taken by ${by}.`}
    </p>
  )
}
