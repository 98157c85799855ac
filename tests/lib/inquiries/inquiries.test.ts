import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { RemoteError, UserError } from '#lib/failures.ts'
import { answerInquiry, type Means } from '#lib/inquiries/answer.ts'
import { ask, giveAnswer } from '#lib/inquiries/mutations.ts'
import { testScript } from '#lib/inquiries/test.ts'
import type { Job, Outcome } from '#lib/sandbox/contract.ts'
import { ada } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(async () => {
  await database.pool.query('truncate inquiry, beat, monitor cascade')
  await engineBeats(new Date())
})
afterAll(() => database.close())

const engineBeats = (beatAt: Date) =>
  database.db.beat.create({
    data: { ...{ id: randomUUID(), role: 'engine', host: 'here', pid: 1 }, beatAt },
  })
const question = { source: 's', method: 'm', args: ['canary-2207'], reach: everything }
const asked = () => until(() => database.db.inquiry.findFirst())
/** Asks; a refusal may come before the test looks at it. */
function asking(timeoutMs: number, signal?: AbortSignal) {
  const answer = ask('query', question, { timeoutMs, signal })
  answer.catch(() => {})
  return answer
}
const never = new AbortController().signal

/** The parts of an engine that no test here is about. */
const means = (more: Partial<Means['broker'] & Means['sandbox']>): Means => ({
  broker: { call: more.call ?? (async () => null) },
  sandbox: { run: more.run ?? (async () => Promise.reject(new Error('not asked'))) },
})

describe('an answer', () => {
  test('comes back from whoever takes the job, and nothing of it stays', async () => {
    const answering = asking(10_000)
    const { id } = await asked()
    const call: Means['broker']['call'] = async ({ source, method, args }) =>
      `${source}.${method}(${args})`
    await answerInquiry(id, means({ call }), never)
    expect((await answering).result).toBe('s.m(canary-2207)')
    expect(await database.db.inquiry.count()).toBe(0)
  })

  test.each([
    ['what the person can put right', new UserError('No such method', { fields: { method: 'x' } })],
    ['what the outside failed at', new RemoteError('graphite answered 500')],
  ])('of a failure is %s', async (_, failure) => {
    const answering = asking(10_000)
    const { id } = await asked()
    await answerInquiry(id, means({ call: () => Promise.reject(failure) }), never)
    await expect(answering).rejects.toMatchObject({
      ...{ name: failure.name, message: failure.message },
      ...('fields' in failure && { fields: failure.fields }),
    })
  })

  test('of a bug says nothing of it', async () => {
    const answering = asking(10_000)
    const { id } = await asked()
    const call = () => Promise.reject(new TypeError('secret is not a function'))
    await answerInquiry(id, means({ call }), never)
    await expect(answering).rejects.toThrow('The engine failed at this; its log says why.')
  })

  test('that is too large to be kept is refused', async () => {
    const answering = asking(10_000)
    const { id } = await asked()
    await answerInquiry(id, means({ call: async () => 'x'.repeat(6 * 2 ** 20) }), never)
    await expect(answering).rejects.toMatchObject({ code: 'too_large' })
  })

  test('may hold what no column could', async () => {
    const answering = asking(10_000)
    const { id } = await asked()
    await answerInquiry(id, means({ call: async () => 'a\0b\ud800' }), never)
    expect((await answering).result).toBe('a\0b\ud800')
  })

  test('that nobody waits for any longer is no work', async () => {
    const call = () => Promise.reject(new Error('must not be called'))
    await answerInquiry(randomUUID(), means({ call }), never)
    await giveAnswer(randomUUID(), { ok: true, data: 1 })
    expect(await database.db.inquiry.count()).toBe(0)
  })

  test('finds whoever asked when many ask at once', async () => {
    const asking = Array.from({ length: 20 }, (_, i) =>
      ask('query', { ...question, args: [i] }, { timeoutMs: 20_000 }),
    )
    await until(async () => (await database.db.inquiry.count()) === 20)
    const call: Means['broker']['call'] = async ({ args }) => args[0] as number
    for (const { id } of await database.db.inquiry.findMany())
      await answerInquiry(id, means({ call }), never)
    const answers = await Promise.all(asking)
    expect(answers.map(answer => answer.result)).toEqual(asking.map((_, i) => i))
  })
})

describe('without an answer', () => {
  test('when no engine runs that is said at once', async () => {
    await database.pool.query('truncate beat')
    await engineBeats(new Date(Date.now() - 60_000))
    await expect(ask('query', question, { timeoutMs: 60_000 })).rejects.toMatchObject({
      ...{ code: 'unavailable', message: expect.stringContaining('No engine is running') },
    })
    expect(await database.db.inquiry.count()).toBe(0)
  })

  test('the wait ends at its limit and leaves nothing behind', async () => {
    await expect(ask('query', question, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'unavailable',
    })
    expect(await database.db.inquiry.count()).toBe(0)
  })

  test('a wait that is given up leaves nothing behind', async () => {
    const leaving = new AbortController()
    const answering = asking(60_000, leaving.signal)
    await asked()
    leaving.abort()
    await expect(answering).rejects.toMatchObject({ code: 'unavailable' })
    expect(await database.db.inquiry.count()).toBe(0)
  })

  test('nobody takes all the places', async () => {
    const by = (actor: typeof ada) => ({
      entry: { actor, action: 'query', subject: 'source', subjectId: 's', change: {} },
    })
    const bob = { ...ada, name: 'Bob' }
    const leaving = new AbortController()
    const waiting = Array.from({ length: 8 }, () =>
      ask('query', question, { timeoutMs: 60_000, signal: leaving.signal, ...by(ada) }),
    )
    const ended = Promise.allSettled(waiting)
    await until(async () => (await database.db.inquiry.count()) === 8)
    const codeOf = (actor: typeof ada) =>
      ask('query', question, { timeoutMs: 100, ...by(actor) }).catch(({ code }) => code)
    expect([await codeOf(ada), await codeOf(bob)]).toEqual(['too_many', 'unavailable'])

    leaving.abort()
    await ended
    expect(await codeOf(ada)).toBe('unavailable')
  })

  test('only so many may wait at once', async () => {
    await database.pool.query(
      `insert into inquiry (kind, question) select 'query', '' from generate_series(1, 50)`,
    )
    await expect(ask('query', question, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'too_many',
    })
    await database.pool.query(`update inquiry set asked_at = now() - interval '1 hour'`)
    await expect(ask('query', question, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'unavailable',
    })
    expect(await database.db.inquiry.count()).toBe(0)
  })
})

test('what is asked is stored sealed', async () => {
  const answering = asking(10_000)
  const { id, question: stored } = await asked()
  expect(Buffer.from(stored).toString('latin1')).not.toContain('canary-2207')
  await giveAnswer(id, { ok: true, data: { result: null, durationMs: 0 } })
  await answering
})

describe('a script that is tried', () => {
  const outcome: Outcome = {
    ...{ state: 'OK', reason: null, value: 1, series: {}, message: 'Monitor Passed', output: '' },
    ...{ calls: [], startedAt: new Date(), durationMs: 1, line: null },
  }

  /** Tries a script and answers what the sandbox was given to run. */
  async function jobOf(draft: Parameters<typeof testScript>[0]): Promise<Job> {
    const answering = testScript(draft, ada)
    const { id } = await asked()
    const jobs: Job[] = []
    const run = async (job: Job) => {
      jobs.push(job)
      return outcome
    }
    await answerInquiry(id, means({ run }), never)
    await answering
    return jobs[0] as Job
  }

  test('is run with the limits, tags and sources that it would have', async () => {
    const draft = { name: 'New', script: 'x', timeoutMs: 500, tags: ['a'], sources: ['s'] }
    expect(await jobOf(draft)).toMatchObject({
      ...{ script: 'x', timeoutMs: 500, sources: ['s'] },
      monitor: { id: null, name: 'New', tags: ['a'] },
      previous: { state: 'INACTIVE', value: null, at: null },
      now: expect.any(Date),
    })
  })

  test('sees what its saved monitor last came to', async () => {
    const lastRunAt = new Date('2026-01-01T12:00:00Z')
    const { id } = await database.db.monitor.create({
      data: {
        ...{ name: 'Saved', script: 'x', schedule: '* * * * *', policy: {} },
        ...{ lastRunAt, lastState: 'ALARM', lastValue: 7 },
      },
    })
    const { previous } = await jobOf({ id, script: 'x' })
    expect(previous).toEqual({ state: 'ALARM', value: 7, at: lastRunAt })
    await expect(testScript({ id: id + 1, script: 'x' }, ada)).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
