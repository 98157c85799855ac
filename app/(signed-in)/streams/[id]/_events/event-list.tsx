import { ButtonLink } from '#app/_ui/button-link.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { EventRow } from '#app/(signed-in)/streams/[id]/_events/event-row.tsx'
import css from '#app/(signed-in)/streams/[id]/_events/events.module.css'
import { MissingRow } from '#app/(signed-in)/streams/[id]/_events/missing-row.tsx'
import type { Items } from '#lib/items.ts'
import type { StreamDetail } from '#lib/streams/reading/detail/data.ts'
import type { EventOfStream } from '#lib/streams/reading/events/data.ts'
import { isMissing } from '#lib/streams/reading/wanted.ts'

interface Props {
  stream: StreamDetail
  events: Items<EventOfStream>
  /** whether these are not the first ones */
  isFurther: boolean
}

/** The events of a stream by their time, and after the last one what is still missing. */
export function EventList({ stream, events: { items, next }, isFurther }: Props) {
  const { id, eventCount, firstEvent } = stream
  return (
    <>
      <Panel flush title={`Events ${eventCount.toLocaleString('en')}`}>
        <ol className={css.list}>
          {items.map(item => (
            <EventRow key={`${item.at} ${item.uid}`} item={item} since={Date.parse(firstEvent)} />
          ))}
          {next === null &&
            stream.waitsFor.filter(isMissing).map((wanted, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike
              <MissingRow key={i} wanted={wanted} stream={stream} />
            ))}
        </ol>
      </Panel>
      {(next || isFurther) && (
        <nav aria-label="Events" className={css.pages}>
          {isFurther && <ButtonLink href={`/streams/${id}`}>First events</ButtonLink>}
          {next && (
            <ButtonLink href={`/streams/${id}?${new URLSearchParams({ after: next })}`}>
              Later events
            </ButtonLink>
          )}
        </nav>
      )}
    </>
  )
}
