/** Where customers live: how many they are, and how far their clocks are from UTC. */
export const COUNTRIES = {
  de: { visits: 60, hours: 1 },
  fr: { visits: 34, hours: 1 },
  ch: { visits: 22, hours: 1 },
  us: { visits: 20, hours: -6 },
  at: { visits: 12, hours: 1 },
  gb: { visits: 10, hours: 0 },
} as const
export type Country = keyof typeof COUNTRIES

export const DEVICES = { phone: 0.55, desktop: 0.36, tablet: 0.09 } as const
export type Device = keyof typeof DEVICES

const WEEKEND = [0, 6]

/** How many come from a country in a minute, on average; `at` in unix seconds. */
export function visitsIn(country: Country, at: number): number {
  const { visits, hours } = COUNTRIES[country]
  const local = new Date((at + hours * 3600) * 1000)
  const hour = local.getUTCHours() + local.getUTCMinutes() / 60
  const weekend = WEEKEND.includes(local.getUTCDay()) ? 0.75 : 1
  return visits * weekend * rhythm(hour)
}

/** Few at night, some at noon, most in the evening. */
const rhythm = (hour: number) =>
  0.06 + 0.45 * hill(hour, 12.5, 2.2) + 0.7 * hill(hour, 20, 2.5) + 0.2 * hill(hour, 9, 1.5)

const hill = (hour: number, top: number, width: number) => {
  const away = Math.min(Math.abs(hour - top), 24 - Math.abs(hour - top))
  return Math.exp(-((away / width) ** 2) / 2)
}

/** What happens every day, at the same time in UTC. */
export const STORIES = {
  newsletter: { from: 9 * 60, minutes: 60, told: 'a newsletter brings people on their phones' },
  release: { from: 11 * 60 + 30, minutes: 40, told: 'after a release the search is slow' },
  provider: { from: 15 * 60 + 20, minutes: 25, told: 'the provider of card payments fails' },
  night: { from: 2 * 60, minutes: 45, told: 'invoices of the day wait to be sent' },
} as const

/** How far a story has got, from 0 to 1; null when it is not now. */
export function progressOf(story: keyof typeof STORIES, at: number): number | null {
  const { from, minutes } = STORIES[story]
  const minute = Math.floor(at / 60) % 1440
  return minute >= from && minute < from + minutes ? (minute - from) / minutes : null
}
