import Link from 'next/link'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/streams/pipelines/(list)/list.module.css'
import { UsedBy } from '#app/(signed-in)/streams/pipelines/used-by.tsx'
import type { Pipeline } from '#lib/streams/pipelines/data.ts'
import type { Step } from '#lib/streams/pipelines/schema.ts'

/** Pipelines with their handlers in a row, and the triggers that run them. */
export function PipelineTable({ pipelines }: { pipelines: Pipeline[] }) {
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Pipeline</th>
          <th>Handlers</th>
          <th>Used by</th>
          <th>Project</th>
          <th className="num">Changed</th>
        </tr>
      </thead>
      <tbody>
        {pipelines.map(({ id, name, description, handlers, usedBy, project, updatedAt }) => (
          <tr key={id}>
            <td>
              <div className={css.name}>
                <Link href={`/streams/pipelines/${id}`}>{name}</Link>
                <span className={css.description}>{description.split('\n', 1)[0]}</span>
              </div>
            </td>
            <td>
              <Handlers steps={handlers} />
            </td>
            <td>
              <UsedBy triggers={usedBy} />
            </td>
            <td className="dim">{project}</td>
            <td className="num">
              <RelativeTime at={updatedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Handlers = ({ steps }: { steps: Step[] }) => (
  <ol className={css.handlers}>
    {steps.map(({ name }, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
      <li key={at}>{name}</li>
    ))}
  </ol>
)
