import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/streams/[id]/_events/events.module.css'
import type { StreamDetail } from '#lib/streams/reading/detail/data.ts'
import type { Wanted } from '#lib/streams/reading/wanted.ts'

/** What a stream waits for still, or never got. */
export function MissingRow({ wanted, stream }: { wanted: Wanted; stream: StreamDetail }) {
  const { words, needed, met } = wanted
  return (
    <li className={css.missing}>
      <span>{stream.open ? 'Waits for' : 'Never came:'}</span>
      <bdi>{visible(words)}</bdi>
      {needed > 1 && (
        <span className="dim">
          {met} of {needed}
        </span>
      )}
    </li>
  )
}
