import { DateTime, type DateTimeUnit } from 'luxon'

import type { Period } from '#lib/metrics/terms.ts'

/** A bucket: unix seconds of its beginning and of the one after it. */
export interface Bucket {
  start: number
  end: number
}

/** The periods of a time zone. */
export interface Calendar {
  /** the bucket in which a unix second lies */
  bucketOf(period: Period, at: number): Bucket
}

const FOR_EVER: Bucket = { start: 0, end: Number.MAX_SAFE_INTEGER }

/**
 * Weeks are ISO weeks, Monday to Sunday. Days begin when the zone's clocks say so: one has 23 or 25 hours where
 * they are changed, and an hour that they show twice is two buckets.
 */
export function calendarOf(zone: string): Calendar {
  // What comes in order lies in the bucket before, mostly.
  const last: Partial<Record<Period, Bucket>> = {}

  return {
    bucketOf(period, at) {
      const known = last[period]
      if (known && at >= known.start && at < known.end) return known
      const bucket = compute(period, at, zone)
      last[period] = bucket
      return bucket
    },
  }
}

/** How long the bucket is that begins then. */
export function secondsOf(calendar: Calendar, period: Period, at: number): number {
  if (period === 'minute') return 60
  if (period === 'hour') return 3600
  const { start, end } = calendar.bucketOf(period, at)
  return end - start
}

const DAY = 86_400

/** The beginnings of all buckets that two unix seconds and what is between them lie in, ascending. */
export function bucketsIn(calendar: Calendar, period: Period, from: number, to: number): number[] {
  const starts: number[] = []
  for (let at = from; at <= to; ) {
    const { start, end } = calendar.bucketOf(period, at)
    // To ask the zone for each of many short ones would take long; most days have hours of one kind.
    const day = period === 'minute' || period === 'hour' ? calendar.bucketOf('day', at) : null
    const until = day && day.end - day.start === DAY ? day.end : end
    for (let next = start; next < until && next <= to; next += end - start) starts.push(next)
    at = until
  }
  return starts
}

function compute(period: Period, at: number, zone: string): Bucket {
  if (period === 'all') return FOR_EVER
  if (period === 'minute') return withLength(at - modulo(at, 60), 60)
  if (period === 'hour') {
    const past = modulo(at + DateTime.fromSeconds(at, { zone }).offset * 60, 3600)
    return withLength(at - past, 3600)
  }
  const unit: DateTimeUnit = period
  const start = DateTime.fromSeconds(at, { zone }).startOf(unit)
  return {
    start: start.toSeconds(),
    end: start
      .plus({ [unit]: 1 })
      .startOf(unit)
      .toSeconds(),
  }
}

const withLength = (start: number, seconds: number): Bucket => ({ start, end: start + seconds })
const modulo = (number: number, by: number) => ((number % by) + by) % by
