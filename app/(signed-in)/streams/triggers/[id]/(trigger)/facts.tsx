import Link from 'next/link'
import { RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/streams/triggers/[id]/(trigger)/trigger.module.css'
import { distinguishedBy } from '#lib/streams/definition/distinguished-by.ts'
import type { Trigger } from '#lib/streams/triggers/data.ts'

/** What the trigger does, in a line. */
export function Facts({ trigger }: { trigger: Trigger }) {
  const { id, distinguished_by, fire_pipeline, expire_pipeline, expiration, version } = trigger
  const names = distinguished_by.map(entry => distinguishedBy(entry).name)
  return (
    <div className={css.facts}>
      <span>
        A stream for each{' '}
        {names.length > 0 ? <span className="mono">{names.join(', ')}</span> : 'project'}
      </span>
      {fire_pipeline && (
        <span>
          Complete: <Pipeline name={fire_pipeline} />
        </span>
      )}
      <span>
        Expires <span className="mono">{expiration}</span>
        {expire_pipeline && (
          <>
            : <Pipeline name={expire_pipeline} />
          </>
        )}
      </span>
      <Link href={`/streams/triggers/${id}/versions`}>
        Version {version} by {trigger.savedBy}, <RelativeTime at={trigger.updatedAt} />
      </Link>
    </div>
  )
}

const Pipeline = ({ name }: { name: string }) => (
  <Link href={`/streams/pipelines?q=${encodeURIComponent(name)}`}>{name}</Link>
)
