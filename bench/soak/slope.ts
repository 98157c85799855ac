/** What was measured, and when (hours). */
export interface Sample {
  hours: number
  value: number
}

/** Memory goes up and down between two collections; what stays is what is least in a while. */
const WINDOWS = 12

/** By how much the floor of a sawtooth rises an hour: the middle one of the slopes between any two of its least values (Theil–Sen). */
export function slopeOf(samples: readonly Sample[]): number {
  const size = Math.max(1, Math.floor(samples.length / WINDOWS))
  const least: Sample[] = []
  for (let i = 0; i + size <= samples.length; i += size)
    least.push(samples.slice(i, i + size).reduce((a, b) => (b.value < a.value ? b : a)))
  const slopes = least.flatMap((a, i) =>
    least.slice(i + 1).map(b => (b.value - a.value) / (b.hours - a.hours)),
  )
  slopes.sort((a, b) => a - b)
  return slopes[Math.floor(slopes.length / 2)] ?? 0
}
