import Link from 'next/link'
import { took } from '#app/_ui/time.ts'
import { RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/sources/[key]/source-facts.module.css'
import { isFailing } from '#app/(signed-in)/sources/health-badge.tsx'
import type { MonitorName } from '#lib/monitors/references/data.ts'
import type { SourceView } from '#lib/sources/schema.ts'

interface Props {
  /** left out for Belfry's own */
  source?: SourceView
  users: MonitorName[]
}

const NAMED = 8

/** A few lines about a source: what it is for, how its last calls went, who uses it. */
export function SourceFacts({ source, users }: Props) {
  return (
    <div className={css.facts}>
      {source?.description && <p>{source.description}</p>}
      {source?.declared && (
        <p className="dim">
          Declared in the configuration file: change it there, then run belfry apply.
        </p>
      )}
      {source && <LastCalls health={source.health} />}
      <p>
        <span className="dim">Used by</span>{' '}
        {users.length === 0 ? 'no monitor yet' : <Users users={users} />}
      </p>
    </div>
  )
}

function LastCalls({ health }: { health: SourceView['health'] }) {
  const { lastCallAt, lastErrorAt, lastError, latencyMs } = health
  return (
    <>
      {lastCallAt && (
        <p>
          <span className="dim">Last call</span> <RelativeTime at={lastCallAt} />
          {latencyMs !== null && (
            <>
              <span className="dim">, takes</span> {took(latencyMs)}
            </>
          )}
        </p>
      )}
      {lastErrorAt && (
        <p className={isFailing(health) ? css.error : 'dim'}>
          Last error <RelativeTime at={lastErrorAt} />: {lastError}
        </p>
      )}
    </>
  )
}

function Users({ users }: { users: MonitorName[] }) {
  const more = users.length - NAMED
  return (
    <>
      {users.slice(0, NAMED).map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Link href={`/monitors/${id}`}>{name}</Link>
        </span>
      ))}
      {more > 0 && ` and ${more} more`}
    </>
  )
}
