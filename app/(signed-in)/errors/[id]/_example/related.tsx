import Link from 'next/link'
import { requireReach } from '#app/_server/reach.ts'
import { ClockTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/errors/[id]/_example/example.module.css'
import { relatedTo } from '#lib/errors/examples/data.ts'

/** What else came with the same trace id, the oldest first. */
export async function RelatedErrors({ traceId, self }: { traceId: string; self: number }) {
  const { errors, events } = await relatedTo(await requireReach('errors:read'), traceId)
  const others = [
    ...errors
      .filter(({ id }) => id !== self)
      .map(error => ({
        ...{ key: `error ${error.id}`, at: error.at, host: error.host, text: error.message },
        href: `/errors/${error.signatureId}?example=${error.id}`,
        kind: error.level as string,
      })),
    ...events.map(event => ({
      ...{ key: `event ${event.uid}`, at: event.at, host: event.host, href: null },
      ...{ text: event.traits ? JSON.stringify(event.traits) : '', kind: event.type },
    })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())
  if (others.length === 0) return <p className="dim">Nothing else has the trace {traceId}.</p>

  return (
    <ol className={css.breadcrumbs}>
      {others.map(({ key, at, host, text, kind, href }) => (
        <li key={key}>
          <span className={css.crumbTime}>
            <ClockTime at={at} />
          </span>
          <span className={css.crumbKind}>{visible(kind)}</span>
          <bdi>
            {href ? <Link href={href}>{visible(text)}</Link> : visible(text)}{' '}
            <span className="dim">{visible(host)}</span>
          </bdi>
        </li>
      ))}
    </ol>
  )
}
