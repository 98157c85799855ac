import table from '#app/_ui/table.module.css'
import { took } from '#app/_ui/time.ts'
import css from '#app/(signed-in)/settings/settings.module.css'
import type { QueueHealth } from '#lib/health/status.ts'
import type { Failing } from '#lib/health/vitals/failing.ts'

interface Props {
  /** by task */
  queues: Record<string, QueueHealth>
  lagMs: number
  failing: readonly Failing[]
}

/** The jobs that wait, by what they do. */
export function Queues({ queues, lagMs, failing }: Props) {
  const failed = new Map(failing.map(entry => [entry.task, entry]))
  const tasks = Object.entries(queues).sort(([a], [b]) => (a < b ? -1 : 1))
  if (tasks.length === 0) return <p className={css.quiet}>Nothing waits.</p>
  return (
    <>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Jobs</th>
            <th className="num">Due now</th>
            <th className="num">For later</th>
            <th className="num">Under way</th>
            <th className="num">Oldest due for</th>
            <th>Failed</th>
          </tr>
        </thead>
        <tbody>
          {tasks.map(([task, { due, later, running, lagMs }]) => (
            <tr key={task}>
              <td className="mono">{task}</td>
              <td className="num">{due}</td>
              <td className="num">{later}</td>
              <td className="num">{running}</td>
              <td className="num">{due > 0 ? took(lagMs) : ''}</td>
              <td className={css.trouble}>{failureIn(failed.get(task))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {lagMs > 0 && <p className={css.quiet}>The oldest has been due for {took(lagMs)}.</p>}
    </>
  )
}

function failureIn(failing: Failing | undefined): string {
  if (!failing) return ''
  const { attempts, givenUp } = failing
  return givenUp > 0 ? `${givenUp} given up` : `${attempts}×, and is tried again`
}
