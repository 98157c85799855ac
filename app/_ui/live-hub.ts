/** What the server tells as it happens; each carries the ids of what changed, or null when some may be missed. */
export type Topic = 'runs' | 'deliveries' | 'posts' | 'errors' | 'config'
export type Heard = (ids: readonly (string | number)[] | null) => void
export type Connection = 'live' | 'waiting'

const WAITING_SHOWN_MS = 3_000
const REFUSED_AGAIN_MS = 15_000
const TOPICS: readonly Topic[] = ['runs', 'deliveries', 'posts', 'errors', 'config']
const listeners = new Map<Heard, readonly Topic[]>()
const watchers = new Set<(connection: Connection) => void>()
let source: EventSource | undefined
let connection: Connection = 'live'
let again: ReturnType<typeof setTimeout> | undefined
let waiting: ReturnType<typeof setTimeout> | undefined

/** Hears of changes until the returned function is called. All of a tab share one connection. */
export function subscribe(topics: readonly Topic[], heard: Heard): () => void {
  listeners.set(heard, topics)
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', followVisibility)
    followVisibility()
  }
  return () => {
    listeners.delete(heard)
    if (listeners.size > 0) return
    document.removeEventListener('visibilitychange', followVisibility)
    close()
  }
}

export function watchConnection(watcher: (connection: Connection) => void): () => void {
  watchers.add(watcher)
  watcher(connection)
  return () => watchers.delete(watcher)
}

/** A hidden tab lets go: a browser allows six connections to a server, for all its tabs together. */
function followVisibility() {
  if (document.visibilityState === 'hidden') close()
  else open()
}

function open() {
  if (source) return
  source = new EventSource('/api/live')
  source.onopen = () => {
    setConnection('live')
    // Whatever happened while nothing listened.
    for (const heard of listeners.keys()) heard(null)
  }
  source.onerror = refused
  for (const topic of TOPICS) source.addEventListener(topic, event => tell(topic, event.data))
}

/** After a break the browser connects again by itself, but not after a refusal. */
function refused() {
  const isFinal = source?.readyState === EventSource.CLOSED
  setConnection('waiting')
  if (!isFinal) return
  close()
  again = setTimeout(open, REFUSED_AGAIN_MS)
}

function close() {
  clearTimeout(again)
  source?.close()
  source = undefined
  setConnection('waiting')
}

function tell(topic: Topic, data: string) {
  const ids = JSON.parse(data) as (string | number)[] | null
  for (const [heard, topics] of listeners) if (topics.includes(topic)) heard(ids)
}

/** A break that mends itself at once is not worth a word. */
function setConnection(next: Connection) {
  clearTimeout(waiting)
  if (next === 'live') tellWatchers(next)
  else waiting = setTimeout(tellWatchers, WAITING_SHOWN_MS, next)
}

function tellWatchers(next: Connection) {
  connection = next
  for (const watcher of watchers) watcher(next)
}
