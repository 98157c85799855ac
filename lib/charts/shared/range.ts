const DAY_MS = 86_400_000
const UNIT_MS: Record<string, number> = {
  ...{ m: 60_000, h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS, y: 365 * DAY_MS },
}

/** How long a range is, like `15m`, `24h`, `7d`, `4w` or `1y`. */
export function lengthMs(range: string): number {
  return Number(range.slice(0, -1)) * (UNIT_MS[range.slice(-1)] ?? DAY_MS)
}
