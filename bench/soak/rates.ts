/**
 * How much of each a second: a twelfth of what one machine of two cores takes of it alone (README.md), so that the four together are a third of
 * the most that it takes.
 */
export const RATES = {
  syslog: 18_000,
  statsd: 90_000,
  events: 3_000,
  runs: 106,
} as const
