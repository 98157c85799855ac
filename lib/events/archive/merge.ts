import type { StoredEvent } from '#lib/events/data.ts'

type Source = AsyncGenerator<StoredEvent, void>

/** Sources that are each in the order of their ends as one that is; what several have is in it once. */
export async function* merged(sources: readonly Source[]): Source {
  if (sources.length === 1 && sources[0]) return yield* sources[0]
  const heads = new Map<Source, StoredEvent>()
  const advance = async (source: Source) => {
    const { value } = await source.next()
    if (value) heads.set(source, value)
    else heads.delete(source)
  }
  try {
    for (const source of sources) await advance(source)
    let atMs = Number.NaN
    const seen = new Set<string>()
    while (heads.size > 0) {
      const [source, event] = [...heads].reduce((a, b) => (b[1].at < a[1].at ? b : a))
      if (event.at.getTime() !== atMs) seen.clear()
      atMs = event.at.getTime()
      if (event.uid === '' || !seen.has(event.uid)) yield event
      seen.add(event.uid)
      await advance(source)
    }
  } finally {
    for (const source of heads.keys()) await source.return()
  }
}
