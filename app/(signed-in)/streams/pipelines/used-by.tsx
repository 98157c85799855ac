import Link from 'next/link'
import { Fragment } from 'react'
import type { PipelineUser } from '#lib/streams/pipelines/data.ts'

const SHOWN = 3

/** The triggers that run a pipeline, and on which occasion. */
export function UsedBy({ triggers }: { triggers: PipelineUser[] }) {
  if (triggers.length === 0) return <span className="dim">no trigger</span>
  const rest = triggers.length - SHOWN
  return (
    <>
      {triggers.slice(0, SHOWN).map(({ id, name, on }, at) => (
        <Fragment key={id}>
          {at > 0 && ', '}
          <Link href={`/streams/triggers/${id}`}>{name}</Link>{' '}
          <span className="dim">({on.join(', ')})</span>
        </Fragment>
      ))}
      {rest > 0 && <span className="dim"> and {rest} more</span>}
    </>
  )
}
