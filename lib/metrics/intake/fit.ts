import type { MetricSettings } from '#lib/metrics/settings.ts'
import type { Filter, MetricUpdate } from '#lib/metrics/update.ts'

const NAME_LIMIT = 250
export const FILTERS_LIMIT = 20
const VALUES_LIMIT = 50
/** What is added up stays far from the end of PostgreSQL's numbers, where it refuses whatever comes with it. */
const GREATEST_VALUE = 1e100
const MOST_TIMES = 1e9
const DAY = 86_400

/** Why an update cannot be counted, in words for its sender, or null. */
export const problemOf = (update: MetricUpdate): string | null =>
  nameProblem(update.name) ?? numberProblem(update) ?? filterProblem(update.filters)

const nameProblem = (name: string) =>
  isName(name) ? null : `the name is to be 1 to ${NAME_LIMIT} characters without control characters`

export function numberProblem({ value, times, at }: Omit<MetricUpdate, 'name'>): string | null {
  if (!isCountable(value)) return 'the value is to be a number'
  if (!(times > 0 && times <= MOST_TIMES)) return 'the sample rate is to be above 0'
  return Number.isFinite(at) ? null : 'the time is to be unix seconds'
}

export function filterProblem(filters: readonly Filter[]): string | null {
  if (filters.length > FILTERS_LIMIT) return `there are more than ${FILTERS_LIMIT} filters`
  for (const { name: filter, values } of filters) {
    if (!isName(filter)) return 'the name of a filter is empty, too long or has control characters'
    if (values.length > VALUES_LIMIT)
      return `the filter ${filter} has more than ${VALUES_LIMIT} values`
    if (!values.every(value => value === '' || isName(value)))
      return `a value of the filter ${filter} is too long or has control characters`
  }
  return null
}

export const isCountable = (value: number) => Math.abs(value) <= GREATEST_VALUE

/** Whether a unix second is one that the project counts. */
export const isInWindow = (
  at: number,
  { pastDays, futureMinutes }: MetricSettings,
  now: number,
): boolean =>
  at <= now + futureMinutes * 60 && (pastDays === null || at >= now - pastDays * DAY) && at >= 0

/** Whether a text can be the name of a metric or a filter. */
export const isName = (text: string) =>
  text.length > 0 && text.length <= NAME_LIMIT && !UNFIT.test(text) && text.isWellFormed()

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNFIT = /[\0-\x1f\x7f]/
