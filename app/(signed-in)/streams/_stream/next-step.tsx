import { RelativeTime, TimeLeft } from '#app/_ui/times.tsx'
import type { StreamView } from '#lib/streams/reading/view.ts'

/** What becomes of a stream next, and when: `fires in 12 min`. */
export function NextStep({ stream }: { stream: StreamView }) {
  const { state, fireAt, expireAt, dueAt, changedAt } = stream
  switch (state) {
    case 'active':
      return fireAt !== null && fireAt <= expireAt ? (
        <>
          fires <TimeLeft at={fireAt} />
        </>
      ) : (
        <>
          expires <TimeLeft at={expireAt} />
        </>
      )
    case 'retry_fire':
    case 'retry_expire':
      return (
        <>
          tried again <TimeLeft at={dueAt ?? changedAt} />
        </>
      )
    case 'firing':
    case 'expiring':
      return (
        <>
          since <RelativeTime at={changedAt} />
        </>
      )
    case 'error':
    case 'expire_error':
      return (
        <>
          failed <RelativeTime at={changedAt} />
        </>
      )
    case 'completed':
      return (
        <>
          ended <RelativeTime at={changedAt} />
        </>
      )
  }
}
