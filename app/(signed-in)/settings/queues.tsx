import table from '#app/_ui/table.module.css'
import { took } from '#app/_ui/time.ts'
import css from '#app/(signed-in)/settings/settings.module.css'
import type { QueueHealth } from '#lib/health/status.ts'

interface Props {
  /** by task */
  queues: Record<string, QueueHealth>
  lagMs: number
}

/** The jobs that wait, by what they do. */
export function Queues({ queues, lagMs }: Props) {
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
          </tr>
        </thead>
        <tbody>
          {tasks.map(([task, { due, later, running }]) => (
            <tr key={task}>
              <td className="mono">{task}</td>
              <td className="num">{due}</td>
              <td className="num">{later}</td>
              <td className="num">{running}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {lagMs > 0 && <p className={css.quiet}>The oldest has been due for {took(lagMs)}.</p>}
    </>
  )
}
