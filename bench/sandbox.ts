import { isolatedFloor } from '#bench/floors/isolated.ts'
import type { Measured } from '#bench/main.ts'
import type { Job } from '#lib/sandbox/contract.ts'
import { openSandbox } from '#lib/sandbox/pool.ts'

const RUNS = 6_000
const MONITORS = 500
const AT_ONCE = 32
const FLOOR_MS = 3_000

/** Runs per second of the sandbox alone (no database), one source call each, beside a bare isolated-vm loop. */
export async function measure(): Promise<Measured> {
  const sandbox = await openSandbox({
    broker: { call: async () => 41 },
  })
  await runAll(sandbox.run.bind(sandbox), 1_000)
  const floorBefore = await isolatedFloor(FLOOR_MS)
  const start = performance.now()
  await runAll(sandbox.run.bind(sandbox), RUNS)
  const value = (RUNS / (performance.now() - start)) * 1000
  const floor = (floorBefore + (await isolatedFloor(FLOOR_MS))) / 2
  await sandbox.close()
  return {
    name: 'sandbox',
    value: Math.round(value),
    unit: 'runs/s',
    floor: Math.round(floor),
    ratio: value / floor,
  }
}

async function runAll(
  run: (job: Job) => Promise<{ state: string; message: string }>,
  count: number,
) {
  let begun = 0
  const lane = async () => {
    while (begun < count) {
      const { state, message } = await run(job(begun++ % MONITORS))
      if (state !== 'OK') throw new Error(message)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

const job = (id: number): Job => ({
  script: `const answer: number = await sources.numbers.get('question')\nif (answer > 100) fail('too much of ${id}')\nreturn answer + 1`,
  monitor: { id, name: `Monitor ${id}`, tags: [] },
  now: new Date(),
  previous: { state: 'OK', value: 42, at: new Date() },
  timeoutMs: 30_000,
  sources: null,
  reach: { all: true },
})
