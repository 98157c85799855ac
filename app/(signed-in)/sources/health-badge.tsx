import { StateShape } from '#app/_ui/state.tsx'
import css from '#app/(signed-in)/sources/sources.module.css'
import type { SourceView } from '#lib/sources/schema.ts'

interface Props {
  health: SourceView['health']
  enabled: boolean
}

/** How a source does, by its last call: fine, failing and why, off, or never called. */
export function HealthBadge({ health, enabled }: Props) {
  const { lastCallAt, lastError } = health
  if (!enabled) return <Badge state="INACTIVE">off</Badge>
  if (!lastCallAt) return <span className="dim">never called</span>
  if (!isFailing(health)) return <Badge state="OK">fine</Badge>
  return (
    <span className={css.failing} title={lastError ?? undefined}>
      <Badge state="ERROR">failing</Badge>
      <span className="cut dim">{lastError}</span>
    </span>
  )
}

export const isFailing = ({ lastErrorAt, lastOkAt }: SourceView['health']) =>
  lastErrorAt !== null && (lastOkAt === null || lastErrorAt > lastOkAt)

const Badge = ({ state, children }: { state: 'OK' | 'ERROR' | 'INACTIVE'; children: string }) => (
  <span className={css.badge} data-state={state}>
    <StateShape state={state} />
    {children}
  </span>
)
