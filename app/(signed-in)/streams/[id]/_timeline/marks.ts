import type { StreamView } from '#lib/streams/reading/view.ts'

/** A moment on the line of a stream's time, beside its events. */
export interface Mark {
  kind: 'first' | 'now' | 'fire' | 'expire' | 'end'
  /** unix milliseconds */
  at: number
  words: string
}

type Told = Pick<StreamView, 'state' | 'firstEvent' | 'fireAt' | 'expireAt' | 'changedAt'>

/** What happened to a stream, or will, by time. */
export function marksOf(stream: Told, now: number): Mark[] {
  const { state, firstEvent, fireAt, expireAt, changedAt } = stream
  const [fire, expire, changed] = [fireAt, expireAt, changedAt].map(time => Date.parse(time ?? ''))
  const marks: Mark[] = [{ kind: 'first', at: Date.parse(firstEvent), words: 'first event' }]
  if (fire) marks.push({ kind: 'fire', at: fire, words: fire > now ? 'fires' : 'due to fire' })
  const isExpiring = expire && !(fire && fire <= expire) && (state === 'active' || expire <= now)
  if (isExpiring)
    marks.push({ kind: 'expire', at: expire, words: expire > now ? 'expires' : 'expired' })
  if (state === 'active') marks.push({ kind: 'now', at: now, words: 'now' })
  else if (changed) marks.push({ kind: 'end', at: changed, words: ENDED[state] })
  return marks.sort((a, b) => a.at - b.at)
}

const ENDED: Record<Exclude<Told['state'], 'active'>, string> = {
  firing: 'fires since',
  expiring: 'expires since',
  error: 'failed',
  expire_error: 'failed',
  completed: 'ended',
  retry_fire: 'failed before',
  retry_expire: 'failed before',
}
