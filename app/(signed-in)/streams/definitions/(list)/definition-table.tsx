import Link from 'next/link'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/streams/definitions/(list)/list.module.css'
import { Move } from '#app/(signed-in)/streams/definitions/(list)/move.tsx'
import type { Definition } from '#lib/streams/definitions/data.ts'

const SHOWN = 3

interface Props {
  definitions: Definition[]
  /** all that stand beside each other are shown */
  isMovable: boolean
}

/** Definitions in their order, with what their events have. */
export function DefinitionTable({ definitions, isMovable }: Props) {
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th className={css.position}>Place</th>
          <th>Takes</th>
          <th>Traits</th>
          <th>Project</th>
          <th className="num">Changed</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {definitions.map(({ id, position, event_type, traits, project, updatedAt }, at) => (
          <tr key={id}>
            <td className={css.position} data-label="Place">
              {position}
            </td>
            <td className={css.types}>
              <Link href={`/streams/definitions/${id}`}>{shortened(event_type, SHOWN)}</Link>
            </td>
            <td className={css.traits}>{shortened(Object.keys(traits), 2 * SHOWN)}</td>
            <td className="dim">{project}</td>
            <td className="num">
              <RelativeTime at={updatedAt} />
            </td>
            <td className={css.move}>
              {isMovable && (
                <Move
                  {...{ id, position }}
                  isLast={definitions[at + 1]?.project !== project}
                  types={shortened(event_type, 1)}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function shortened(names: readonly string[], most: number): string {
  const rest = names.length - most
  const shown = names.slice(0, most).join(', ')
  return rest > 0 ? `${shown} and ${rest} more` : shown
}
