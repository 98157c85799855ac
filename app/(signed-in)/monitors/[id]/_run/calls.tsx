import { formatBytes, formatNumber } from '#app/_ui/number.ts'
import table from '#app/_ui/table.module.css'
import { took } from '#app/_ui/time.ts'
import css from '#app/(signed-in)/monitors/[id]/_run/calls.module.css'
import type { CallRecord } from '#lib/sandbox/contract.ts'

/** Calls in one line each: `graphite.getSum("stats.*") → 48210 · 38 ms`. */
export function CallList({ calls }: { calls: CallRecord[] }) {
  return calls.map((call, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: calls have no other name, and never change
    <div key={i} className={`${css.line} mono`}>
      <span className="cut">{asWritten(call)}</span>
      <span className="cut">
        → <Answer call={call} />
      </span>
      <span className="dim">{took(call.durationMs)}</span>
    </div>
  ))
}

/** All that is known of each call. */
export function CallTable({ calls }: { calls: CallRecord[] }) {
  return (
    <table className={`${table.table} ${css.table}`}>
      <thead>
        <tr>
          <th>Call</th>
          <th>Answer</th>
          <th className="num">Size</th>
          <th className="num">Took</th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: calls have no other name, and never change
          <tr key={i}>
            <td className="mono">{asWritten(call)}</td>
            <td className="mono">
              <Answer call={call} />
            </td>
            <td className="num">{call.error === null && formatBytes(call.bytes)}</td>
            <td className="num">{took(call.durationMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The record keeps the arguments as JSON, cut when it is long. */
function asWritten({ source, method, args }: CallRecord): string {
  return `${source}.${method}(${argumentsIn(args)})`
}

function argumentsIn(json: string): string {
  try {
    return (JSON.parse(json) as unknown[]).map(value => JSON.stringify(value)).join(', ')
  } catch {
    return json.replace(/^\[/, '')
  }
}

function Answer({ call: { error, result } }: { call: CallRecord }) {
  if (error !== null) return <span className={css.failed}>{error}</span>
  if (result === null) return 'nothing'
  const number = Number(result)
  return Number.isFinite(number) ? formatNumber(number) : result
}
