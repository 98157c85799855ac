import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Outcome } from '#lib/sandbox/contract.ts'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { residentBytes } from '#lib/sandbox/process.ts'
import { brokerWith, job, ordinary } from '#tests/lib/sandbox/fixture.ts'
import { census } from '#tests/lib/sandbox/programs/census.ts'
import { type Program, program } from '#tests/lib/sandbox/programs/program.ts'
import { until } from '#tests/until.ts'

/** How many random programs are run; `BELFRY_PROGRAMS` says otherwise, `BELFRY_SEED` makes others. */
const PROGRAMS = Number(process.env.BELFRY_PROGRAMS ?? (process.env.CI ? 20_000 : 1_000))
const SEED = Number(process.env.BELFRY_SEED ?? 46)
const AT_ONCE = 24
/** After so many, everything is as warm as it will be. */
const WARM_UP = 300
/** An ordinary run that begins beside each of so many programs. */
const NEIGHBOUR_EVERY = 10
const CANARY = 'canary-f3b1c2'
/** Scripts that are remembered once compiled, and what the tests of this process keep. */
const HEAP_SLACK = 64e6
/** Four idle isolates that were full once, and the process itself. */
const RUNNER_BYTES = 900e6

process.env.BELFRY_CANARY = CANARY
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openSandbox({ broker: brokerWith(ordinary), processes: 2 })
})
afterAll(() => sandbox.close())

test(`${PROGRAMS} random programs each end as what they are, and nobody else notices`, async () => {
  const programs = fc.sample(program, { numRuns: PROGRAMS, seed: SEED })
  await runAll(programs.slice(0, WARM_UP))
  const before = census()
  await runAll(programs.slice(WARM_UP))

  expect(sandbox.stats()).toMatchObject({ running: 0, waiting: 0, lost: 0 })
  await until(() => census().runners.length === before.runners.length)
  expect(census().descriptors).toBeLessThanOrEqual(before.descriptors + 2)
  expect(census().heapBytes).toBeLessThan(before.heapBytes + HEAP_SLACK)
  await until(() => sandbox.stats().processes.every(pid => residentBytes(pid) < RUNNER_BYTES))
}, 3_600_000)

async function runAll(programs: Program[]) {
  let next = 0
  const lane = async () => {
    for (let place = next++; place < programs.length; place = next++) {
      const each = programs[place] as Program
      const neighbour = place % NEIGHBOUR_EVERY === 0 ? wellBehaved(place) : undefined
      const outcome = await sandbox.run(job(each.script, { timeoutMs: each.timeoutMs }))
      checkSound(each, outcome)
      await neighbour?.(each)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

/** A run that does what monitors do, and is right whatever happens beside it. */
function wellBehaved(number: number) {
  const script = `await sleep(5); const rate: number = await sources.test.echo(${number})
    record('rate', rate); console.log('of ${number}'); return rate + 1`
  const run = sandbox.run(job(script, { timeoutMs: 60_000 }))
  return async (beside: Program) =>
    expect(await run, told(beside)).toMatchObject({
      state: 'OK',
      value: number + 1,
      series: { rate: number },
      output: `of ${number}\n`,
    })
}

function checkSound({ script, ends, timeoutMs }: Program, outcome: Outcome) {
  const { state, reason, series, message, output, durationMs } = outcome
  const why = `${told({ script, ends, timeoutMs })}\n\ncame to ${state}, ${reason}: ${message}`
  expect([...ends], why).toContain(state === 'ERROR' ? reason : state)
  expect(state === 'ERROR', why).toBe(reason !== null)
  expect(Object.values(series).every(Number.isFinite), why).toBe(true)
  expect(message.length, why).toBeLessThanOrEqual(4096)
  expect(output.length, why).toBeLessThan(66_000)
  expect(durationMs, why).toBeLessThan(60_000)
  const all = JSON.stringify(outcome, (name, part) => {
    for (const text of [name, part])
      if (typeof text === 'string') expect(isStorable(text), why).toBe(true)
    return part
  })
  expect(all.includes(CANARY) || all.includes(import.meta.dirname), why).toBe(false)
}

const told = ({ script, ends, timeoutMs }: Program) =>
  `BELFRY_SEED=${SEED}, ${timeoutMs} ms, may end as ${[...ends].join(', ')}:\n\n${script}`

/** PostgreSQL refuses NUL, and half a character in JSON. */
const isStorable = (text: string) => text.isWellFormed() && !text.includes('\0')
