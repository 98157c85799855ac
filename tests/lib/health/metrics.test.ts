import { expect, test } from 'vitest'
import type { Process } from '#lib/health/installation/data.ts'
import { processFamilies } from '#lib/health/metrics/processes.ts'
import { byLabel, promText } from '#lib/health/metrics/text.ts'
import { LATENESS_BOUNDS, openLateness } from '#lib/runs/lateness.ts'

test('text of any kind stands in labels, and what has no numbers is left out', () => {
  const odd = 'a "quoted"\\ and\nbroken'
  expect(promText([byLabel('a', 'What it is.', 'of', { [odd]: 1.5, b: Infinity })])).toBe(
    `# HELP a What it is.\n# TYPE a gauge\na{of="a \\"quoted\\"\\\\ and\\nbroken"} 1.5\na{of="b"} +Inf\n`,
  )
  expect(promText([byLabel('a', 'What it is.', 'of', {})])).toBe('')
})

const engineWith = (lateness: ReturnType<ReturnType<typeof openLateness>['now']>): Process => ({
  ...{ id: 'a', role: 'engine', host: 'one', pid: 7, memoryBytes: null, disk: null, intake: null },
  ...{ startedAt: new Date(0), beatAt: new Date(0) },
  engine: {
    ...{ schedules: 1, runs: 0, streams: 0, lateness },
    sandbox: { layers: [], runs: 9, lost: 1, timeouts: 2, outOfMemory: 0, starts: 2 },
  },
})

test('starts are counted by how late they were, each in all bounds that hold it', () => {
  const lateness = openLateness()
  for (const lateMs of [-5, 50, 700, 700, 400_000]) lateness.note(lateMs)
  const text = promText(processFamilies([engineWith(lateness.now())], new Date(0)))
  const lines = text.split('\n').filter(line => line.startsWith('belfry_run_start_delay_seconds_'))
  const at = 'role="engine",process="one:7"'
  const counts = [2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 5]
  expect(lines).toEqual([
    ...LATENESS_BOUNDS.map((bound, i) => {
      const le = bound === Infinity ? '+Inf' : bound
      return `belfry_run_start_delay_seconds_bucket{${at},le="${le}"} ${counts[i]}`
    }),
    `belfry_run_start_delay_seconds_sum{${at}} 401.45`,
    `belfry_run_start_delay_seconds_count{${at}} 5`,
  ])
  expect(text).toContain(`belfry_scripts_killed_total{${at},reason="timeout"} 2\n`)
})

test('an engine of another release, which counts otherwise, costs nothing but its histogram', () => {
  const other = engineWith({ p50Ms: 1, p99Ms: 2, counts: [1, 2], sumMs: 3 })
  const text = promText(processFamilies([other], new Date(0)))
  expect(text).not.toContain('belfry_run_start_delay_seconds_')
  expect(text).toContain('belfry_scripts_total{role="engine",process="one:7"} 9\n')
})
