import Link from 'next/link'
import { useEffect, useState } from 'react'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/events/[id]/_detail/detail.module.css'
import { StreamStateBadge } from '#app/(signed-in)/streams/_stream/state-badge.tsx'
import type { StreamView } from '#lib/streams/reading/view.ts'

/** The streams that an event is in; nothing while it is in none. */
export function StreamsOf({ id, uid }: { id: string; uid: string }) {
  const streams = useStreams(id, uid)
  if (streams.length === 0) return null
  return (
    <section className={css.part}>
      <h3>Streams</h3>
      <ul className={css.errors}>
        {streams.map(stream => (
          <li key={stream.id}>
            <StreamStateBadge state={stream.state} />{' '}
            <Link href={`/streams/${stream.id}`} prefetch={false}>
              <bdi>{visible(stream.trigger)}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** None where they cannot be read: the event itself is what somebody looks at. */
function useStreams(id: string, uid: string): StreamView[] {
  const [streams, setStreams] = useState<StreamView[]>([])
  useEffect(() => {
    const leaving = new AbortController()
    const address = `/api/events/${encodeURIComponent(id)}/${encodeURIComponent(uid)}/streams`
    fetch(address, { signal: leaving.signal })
      .then(answer => (answer.ok ? answer.json() : { items: [] }))
      .then(({ items }) => setStreams(items))
      .catch(() => {})
    return () => leaving.abort()
  }, [id, uid])
  return streams
}
