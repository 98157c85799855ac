import Link from 'next/link'
import { memo } from 'react'
import { LevelBadge } from '#app/_ui/level.tsx'
import { ClockTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/errors/live/live.module.css'
import { addressOf } from '#app/(signed-in)/errors/live/view.ts'
import type { NewestError, NewestFilter } from '#lib/errors/live/schema.ts'

interface Props {
  error: NewestError
  filter: NewestFilter
  severalProjects: boolean
  /** came after the page was opened */
  isNew: boolean
}

/** One error in one line; its message leads to its signature, its host and project choose that one. */
export const LiveRow = memo(function LiveRow({ error, filter, severalProjects, isNew }: Props) {
  const { at, level, project, host, program, message, signatureId } = error
  return (
    <tr className={css.row} data-new={isNew}>
      <td className={`mono ${css.at}`}>
        <ClockTime at={at} />
      </td>
      <td className={css.level}>
        <LevelBadge level={level} />
      </td>
      {severalProjects && (
        <td className={css.from}>
          <Chosen name={project} filter={{ ...filter, project }} />
        </td>
      )}
      <td className={css.from} data-empty={!host}>
        <Chosen name={host} filter={{ ...filter, host }} />
      </td>
      <td className={css.from} data-empty={!program} title={program}>
        {visible(program)}
      </td>
      <td className={css.message}>
        <Link href={`/errors/${signatureId}`} data-row title={message}>
          {visible(message) || '(no text)'}
        </Link>
      </td>
    </tr>
  )
})

const Chosen = ({ name, filter }: { name: string; filter: NewestFilter }) => (
  <Link href={addressOf('/errors/live', filter)} title={`Only ${name}`} className={css.chosen}>
    {visible(name)}
  </Link>
)
