import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Schedule } from '#lib/runs/planned.ts'
import { openScheduler } from '#lib/runs/scheduler.ts'

const minutely = { expression: '* * * * *', zone: 'UTC' }
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

let scheduler: ReturnType<typeof openScheduler>
let ticks: string[] = []
let missed = 0

/** Opens a scheduler at a time of its own clock. */
function openAt(time: string, due: (schedule: Schedule) => Promise<unknown> = async () => {}) {
  vi.setSystemTime(new Date(time))
  scheduler = openScheduler({
    due: (schedule, at) => {
      ticks.push(at.toISOString().slice(0, 19))
      return due(schedule)
    },
    missed: () => missed++,
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  ticks = []
  missed = 0
})
afterEach(() => {
  scheduler.close()
  vi.useRealTimers()
})

test('tells each planned time when it comes', async () => {
  openAt('2026-01-01T11:59:30Z')
  scheduler.keep([minutely])
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  expect(ticks).toEqual(['2026-01-01T12:00:00', '2026-01-01T12:01:00'])
})

test('keeps exactly the schedules that there are', async () => {
  openAt('2026-01-01T11:59:30Z')
  const seconds = { expression: '*/20 * * * * *', zone: 'UTC' }
  scheduler.keep([minutely, seconds])
  expect(scheduler.count()).toBe(2)
  scheduler.keep([seconds])
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(ticks).toEqual(['2026-01-01T11:59:40', '2026-01-01T12:00:00', '2026-01-01T12:00:20'])
})

test('a schedule that cannot be read keeps no other from its times', async () => {
  openAt('2026-01-01T11:59:30Z')
  scheduler.keep([{ expression: 'no schedule', zone: 'UTC' }, minutely])
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(ticks).toHaveLength(1)
})

test('a tick whose planning fails is made up for', async () => {
  openAt('2026-01-01T11:59:30Z', () => Promise.reject(new Error('the database is away')))
  scheduler.keep([minutely])
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(missed).toBe(1)
})

test('while one planning hangs, further ticks are left to reconciliation', async () => {
  openAt('2026-01-01T11:59:30Z', () => new Promise(() => {}))
  scheduler.keep([minutely])
  await vi.advanceTimersByTimeAsync(3 * MINUTE)
  expect(ticks).toHaveLength(1)
  expect(missed).toBe(2)
})

describe('when the clocks change', () => {
  const daily = { expression: '30 2 * * *', zone: 'Europe/Berlin' }

  test('a time that is left out in spring does not come', async () => {
    openAt('2026-03-28T12:00:00Z')
    scheduler.keep([daily])
    await vi.advanceTimersByTimeAsync(2 * 24 * HOUR)
    expect(ticks).toEqual(['2026-03-30T00:30:00'])
  })

  test('a time that comes twice in autumn is told once', async () => {
    openAt('2026-10-24T12:00:00Z')
    scheduler.keep([daily])
    await vi.advanceTimersByTimeAsync(24 * HOUR)
    expect(ticks).toEqual(['2026-10-25T01:30:00'])
  })

  test('a schedule that names no hour goes on through the repeated one', async () => {
    openAt('2026-10-24T23:45:00Z')
    scheduler.keep([{ expression: '*/30 * * * *', zone: 'Europe/Berlin' }])
    await vi.advanceTimersByTimeAsync(2 * HOUR)
    expect(ticks.map(tick => tick.slice(11, 16))).toEqual(['00:00', '00:30', '01:00', '01:30'])
  })
})

describe('after the clock jumped', () => {
  test('back, the times come again as they are, not when the old ones were due', async () => {
    openAt('2026-01-01T12:59:30Z')
    scheduler.keep([minutely])
    vi.setSystemTime(new Date('2026-01-01T11:59:30Z'))
    scheduler.restart()
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(ticks).toEqual(['2026-01-01T12:00:00'])
  })

  test('forward, as after a sleep, what was passed over is left to reconciliation', async () => {
    openAt('2026-01-01T11:59:30Z')
    scheduler.keep([minutely])
    vi.setSystemTime(new Date('2026-01-01T14:00:40Z'))
    scheduler.restart()
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(ticks).toEqual(['2026-01-01T14:01:00'])
  })

  test('a tick that comes late in a busy process is a missed one', async () => {
    openAt('2026-01-01T11:59:30Z')
    scheduler.keep([minutely])
    vi.setSystemTime(new Date('2026-01-01T12:00:45Z'))
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(missed).toBe(1)
    expect(ticks).toEqual(['2026-01-01T12:01:00'])
  })
})
