/** An event as BlueOx's tools have it, or as the API tells of it. */
export type Told = Record<string, unknown>

/** Unix seconds of its start and its end, as numbers or ISO 8601; NaN where there are none. */
export function timesOf({ start, end, at }: Told): { start: number; end: number } {
  return { start: secondsOf(start), end: secondsOf(end ?? at) }
}

const secondsOf = (given: unknown) =>
  typeof given === 'number' ? given : Date.parse(String(given)) / 1000
