import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { traitText } from '#app/(signed-in)/streams/_stream/trait-text.ts'
import css from '#app/(signed-in)/streams/_stream/traits.module.css'
import type { Plain } from '#lib/plugin.ts'

/** What tells a stream from others of its trigger, in one line. */
export function DistinguishingTraits({ traits }: { traits: Record<string, Plain> }) {
  const entries = Object.entries(traits)
  if (entries.length === 0) return <span className="dim">the only one at a time</span>
  return entries.map(([name, value]) => (
    <span key={name} className={css.trait}>
      <span className="dim">{visible(name)}</span> <bdi>{traitText(value)}</bdi>{' '}
    </span>
  ))
}
