import css from '#app/(signed-in)/_trail/trail.module.css'
import type { ShownChange, ShownField } from '#lib/audit/shown.ts'

/** What an entry changed: each field before and after, and what else it says. */
export function ChangeDetails({ change: { fields, facts } }: { change: ShownChange }) {
  if (fields.length === 0 && facts.length === 0)
    return <p className={css.nothing}>There is nothing more to it.</p>
  return (
    <div className={css.details}>
      {fields.length > 0 && (
        <table className={css.fields}>
          <thead>
            <tr>
              <th>Field</th>
              <th>Before</th>
              <th>After</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(field => (
              <tr key={field.field}>
                <th scope="row" className="mono">
                  {field.field}
                </th>
                <FieldValues field={field} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {facts.length > 0 && (
        <dl className={css.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="mono">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

function FieldValues({ field: { before, after, secret } }: { field: ShownField }) {
  if (secret)
    return (
      <td colSpan={2} className="dim">
        changed; its value is not kept
      </td>
    )
  return (
    <>
      <Value text={before} side="before" />
      <Value text={after} side="after" />
    </>
  )
}

function Value({ text, side }: { text: string | undefined; side: 'before' | 'after' }) {
  return (
    <td data-side={side} className={css.value}>
      {text === undefined ? <span className="dim">–</span> : <pre>{text || '""'}</pre>}
    </td>
  )
}
