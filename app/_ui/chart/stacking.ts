/** Counts over time, one layer upon the other. */
export interface Stack {
  from: number
  to: number
  /** the length of a bucket */
  sliceMs: number
  /** where the buckets begin: unix milliseconds, ascending, without gaps */
  times: number[]
  /** the lowest first */
  layers: Layer[]
}

export interface Layer {
  key: string
  name: string
  /** a custom property */
  color: string
  counts: number[]
  /** where a click on it leads */
  href?: string
}

/** How high each layer reaches in each bucket: its own count and those of the shown layers below it. */
export function heights(layers: readonly Layer[], hidden: ReadonlySet<string>): number[][] {
  let below: number[] = []
  return layers.map(({ key, counts }) => {
    if (!hidden.has(key)) below = counts.map((count, i) => count + (below[i] ?? 0))
    return below
  })
}

/** The layer that is drawn at this height of a bucket; -1 above all of them. */
export function layerAt(reached: readonly number[][], bucket: number, height: number): number {
  return reached.findIndex(
    (tops, i) =>
      height <= (tops[bucket] ?? 0) && (tops[bucket] ?? 0) > (reached[i - 1]?.[bucket] ?? 0),
  )
}

/** The bucket that a time lies in, or null when there is none. */
export function bucketAt({ times, sliceMs }: Stack, at: number): number | null {
  const first = times[0]
  if (first === undefined) return null
  const bucket = Math.floor((at - first) / sliceMs)
  return bucket >= 0 && bucket < times.length ? bucket : null
}

export const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)
