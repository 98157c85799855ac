import Link from 'next/link'
import { requirePerson } from '#app/_server/person.ts'
import { ClockTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/errors/[id]/_example/example.module.css'
import { placeOf } from '#app/(signed-in)/events/place.ts'
import { reachOf } from '#lib/access/reach.ts'
import { may } from '#lib/access/rights.ts'
import { type TracedError, tracedErrors } from '#lib/errors/traced/data.ts'
import { type OutlinedEvent, outlineOf } from '#lib/events/tree/data.ts'

/** More are to be seen where they stand over time. */
const LISTED = 20

/** What else is known of the same trace or tree of contexts, the oldest first, and the way to all of it over time. */
export async function RelatedErrors({ context, self }: { context: string; self: number }) {
  const person = await requirePerson('errors:read')
  const reach = reachOf(person)
  const [errors, { events, isCut }] = await Promise.all([
    tracedErrors(reach, context),
    may(person, 'events:read') ? outlineOf(reach, context) : { events: [], isCut: false },
  ])
  const others = [
    ...errors.filter(({ id }) => id !== self).map(ofError),
    ...events.map(event => ofEvent(context, event)),
  ].sort((a, b) => a.at - b.at)
  if (others.length === 0) return <p className="dim">Nothing else is known of {context}.</p>

  return (
    <>
      {events.length > 0 && (
        <p>
          <Link href={placeOf(context, `error-${self}`)}>
            See it among {isCut ? `more than ${events.length}` : events.length}{' '}
            {events.length === 1 ? 'event' : 'events'} over time
          </Link>
        </p>
      )}
      <ol className={css.breadcrumbs}>
        {others.slice(0, LISTED).map(({ key, at, host, text, kind, href }) => (
          <li key={key}>
            <span className={css.crumbTime}>
              <ClockTime at={at} />
            </span>
            <span className={css.crumbKind}>{visible(kind)}</span>
            <bdi>
              <Link href={href}>{visible(text)}</Link> <span className="dim">{visible(host)}</span>
            </bdi>
          </li>
        ))}
      </ol>
      {others.length > LISTED && <p className="dim">and {others.length - LISTED} more</p>}
    </>
  )
}

const ofError = ({ id, signatureId, at, host, level, message }: TracedError) => ({
  ...{ key: `error ${id}`, at, host, kind: level as string, text: message || '(no text)' },
  href: `/errors/${signatureId}?example=${id}`,
})

const ofEvent = (context: string, { uid, start, host, type, label, failure }: OutlinedEvent) => ({
  ...{ key: `event ${uid}`, at: start, host, kind: type, text: failure ?? (label || type) },
  href: placeOf(context, uid),
})
