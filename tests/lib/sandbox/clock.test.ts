import { afterEach, expect, test, vi } from 'vitest'
import { AttendedClock } from '#lib/sandbox/clock.ts'
import { LONGEST_TICK_MS, TICK_MS } from '#lib/sandbox/limits.ts'
import { openSandbox } from '#lib/sandbox/pool.ts'
import { brokerWith, job, ordinary } from '#tests/lib/sandbox/fixture.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A clock and the time that it is measured by; each step is one turn of a timer that came this late. */
function clockAfter(steps: number[]): number {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const clock = new AttendedClock(() => {})
  clock.start()
  for (const step of steps) {
    now += step
    vi.advanceTimersByTime(TICK_MS)
  }
  clock.stop()
  return clock.nowMs
}

test('the attended clock goes on with the process', () => {
  expect(clockAfter([25, 25, 30])).toBe(80)
})

test('a minute in which the process was paused or blocked counts for a moment', () => {
  expect(clockAfter([25, 60_000, 25])).toBe(50 + LONGEST_TICK_MS)
})

test.each([
  ['back an hour', -3_600_000],
  ['forward an hour', 3_600_000],
])('a wall clock that jumps %s ends no run and makes none longer', async (_, jumpMs) => {
  const before = new Date('2026-10-25T00:59:59Z')
  vi.useFakeTimers({ toFake: ['Date'], now: before })
  const broker = brokerWith({
    ...ordinary,
    jump: () => {
      vi.setSystemTime(before.getTime() + jumpMs)
      return 1
    },
  })
  const sandbox = await openSandbox({ broker, processes: 1 })
  const script = 'await sources.test.jump(); await sleep(50); return now.toISOString()'
  const outcome = await sandbox.run(job(script, { now: before, timeoutMs: 60_000 }))
  const late = await sandbox.run(job('for (;;) {}', { timeoutMs: 200 }))
  await sandbox.close()
  expect(outcome).toMatchObject({ state: 'OK', value: before.toISOString() })
  expect(outcome.durationMs).toBeGreaterThanOrEqual(49)
  expect(outcome.durationMs).toBeLessThan(60_000)
  expect(late.reason).toBe('timeout')
})
