import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { everything } from '#lib/access/reach.ts'
import { getStream } from '#lib/streams/data.ts'
import { openEffectWriters } from '#lib/streams/effects/open.ts'
import type { Occasion } from '#lib/streams/handlers/contract.ts'
import { resetStreams } from '#lib/streams/mutations.ts'
import { carryOut } from '#lib/streams/running/carry-out.ts'
import { claimDue } from '#lib/streams/running/claim.ts'
import { endStreams, type Finished } from '#lib/streams/running/end.ts'
import { STREAM_STATES } from '#lib/streams/states.ts'
import { inTransaction } from '#lib/transaction.ts'
import { ada } from '#tests/actor.ts'
import type { Adapter, Case } from '#tests/golden/adapter.ts'
import { openFixture } from '#tests/golden/winchester/fixture.ts'
import { noSandbox, savePipeline, setSettings } from '#tests/lib/streams/running/world.ts'

export const states: Adapter['groups'] = {
  async state(golden) {
    const { expected } = golden
    if (!golden.before)
      return { expected, got: Object.fromEntries(STREAM_STATES.map((state, i) => [state, i + 1])) }
    const got = await stateAfter(golden)
    // Which of the two is told by other cases.
    const isEither = expected === '(deleted) or completed'
    return { expected, got: isEither && /^\(deleted\)$|^completed$/.test(got) ? expected : got }
  },
}

const STREAM = '1'

/** A stream of the fixture in a state, and what something makes of it. */
async function stateAfter({ before, event }: Case): Promise<string> {
  const pool = await openFixture()
  await pool.query('truncate pipeline')
  const occasion: Occasion = /expir/.test(`${before} ${event}`) ? 'expire' : 'fire'
  // What is under way was taken before.
  const state = String(before)
    .replace(/^firing$/, 'retry_fire')
    .replace(/^expiring$/, 'retry_expire')
  await pool.query(
    `update stream set state = $2, open = false, due_at = now(), ${occasion}_at = now() where id = $1`,
    [STREAM, state],
  )
  if (event === 'reset') await resetStreams([STREAM], ada)
  else await run(pool, occasion, String(event))
  return getStream(everything, Number(STREAM)).then(
    stream => stream.state,
    () => '(deleted)',
  )
}

async function run(pool: Pool, occasion: Occasion, event: string): Promise<void> {
  await setSettings(pool, { retries: 0, keepDays: /purge on/.test(event) ? 0 : 14 })
  const works = /error|fail/.test(event) ? { type: '{{nothing}}' } : { type: 'done' }
  await savePipeline(pool, 'works', [{ name: 'event', params: works }])
  const name = /^no /.test(event) ? null : /unknown/.test(event) ? 'unknown' : 'works'
  await pool.query(`update trigger_version set definition = definition || $1`, [
    { [`${occasion}_pipeline`]: name },
  ])
  const engineId = randomUUID()
  const claims = await claimDue(pool, { engineId, occasion, most: 10, mostEvents: 1_000 })
  if (/takes it/.test(event)) return

  const finished: Finished[] = []
  const signal = new AbortController().signal
  const means = { pool, sandbox: noSandbox, projectOf: () => undefined, url: '', signal }
  await carryOut(claims, means, one => void finished.push(one))
  const writers = openEffectWriters(pool, () => undefined)
  await inTransaction(pool, client => endStreams(client, finished, writers))
}
