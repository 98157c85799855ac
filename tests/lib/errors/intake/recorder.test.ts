import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'
import { type Trouble, unsteady } from '#tests/lib/errors/intake/unsteady.ts'
import { anError, aProject, cameIn, counted, openIntake } from '#tests/lib/errors/intake/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let shaky: ReturnType<typeof unsteady>
let intake: ReturnType<typeof openIntake>
beforeEach(async () => {
  database = await freshDatabase()
  shaky = unsteady(database.pool)
  intake = openIntake(shaky.pool)
})
afterEach(async () => {
  shaky.state.isAway = false
  await intake.close()
  await database.close()
})
const project = aProject()

test.each<[string, Trouble[]]>([
  ['whose answer got lost', ['answer lost']],
  ['that got lost with its answer', ['commit lost']],
  ['that got lost, and then its answer', ['commit lost', 'answer lost']],
])('a commit %s is counted once, and answered', async (_, troubles) => {
  await intake.accept(project, 'http', [anError()])
  shaky.state.troubles.push(...troubles)
  intake.offer(project, 'syslog', anError())
  const events = [anError({ uid: 'one' }), anError()]
  const receipts = await intake.accept(project, 'http', events, { key: 'all' })

  expect(receipts).toEqual([{ status: 'accepted' }, { status: 'accepted' }])
  expect(shaky.state.troubles).toEqual([])
  expect(await counted(database.pool)).toEqual({ 'it broke': 4 })
  expect(await intake.accept(project, 'http', events, { key: 'all' })).toEqual([
    { status: 'duplicate' },
    { status: 'duplicate' },
  ])
})

test('while the database is away who asks is told so, streams wait, and what was offered is kept', async () => {
  await intake.accept(project, 'http', [anError()])
  shaky.state.isAway = true
  await expect(intake.accept(project, 'http', [anError()])).rejects.toMatchObject({
    code: 'unavailable',
    retryAfterSeconds: expect.any(Number),
  })
  expect(intake.offer(project, 'syslog', anError())).toBe(true)
  const room = intake.room()
  expect(room).toBeInstanceOf(Promise)

  shaky.state.isAway = false
  await room
  expect(intake.room()).toBeUndefined()
  await intake.accept(project, 'http', [anError()])
  await until(async () => (await counted(database.pool))['it broke'] === 3)
})

test('memory is bounded: what is too much is dropped and counted', async () => {
  await intake.close()
  intake = openIntake(shaky.pool, { weightLimit: 100_000 })
  await intake.accept(project, 'http', [anError()])
  shaky.state.isAway = true
  let taken = 0
  for (let i = 0; i < 2_000; i++)
    if (intake.offer(project, 'syslog', anError({ message: `error ${i}` }))) taken++
  expect(taken).toBeGreaterThan(10)
  expect(taken).toBeLessThan(1_000)

  shaky.state.isAway = false
  await until(async () => {
    const came = await cameIn(database.pool)
    return came['syslog accepted'] === taken && came['syslog overloaded'] === 2_000 - taken
  })
})

test('what the database refuses costs nothing else of its batch', async () => {
  await intake.accept(project, 'http', [anError()])
  const gone = aProject({ id: 4711, name: 'deleted' })
  const [first, second, third] = await Promise.allSettled([
    intake.accept(project, 'http', [anError()]),
    intake.accept(gone, 'http', [anError({ message: 'nobody knows this project' })]),
    intake.accept(project, 'http', [anError()]),
  ])
  expect([first?.status, second?.status, third?.status]).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  expect(await counted(database.pool)).toEqual({ 'it broke': 3 })
})

test('what is held is written before the end', async () => {
  await intake.accept(project, 'http', [anError()])
  for (let i = 0; i < 1_000; i++) intake.offer(project, 'syslog', anError())
  await intake.close()
  expect(await counted(database.pool)).toEqual({ 'it broke': 1_001 })
  expect(intake.offer(project, 'syslog', anError())).toBe(false)
})

test('two processes count the same uid once', async () => {
  const other = openIntake(database.pool)
  const events = Array.from({ length: 50 }, (_, i) => anError({ uid: `uid-${i}` }))
  const receipts = await Promise.all([
    intake.accept(project, 'http', events),
    other.accept(project, 'http', events.toReversed()),
  ])
  await other.close()
  const accepted = receipts.flat().filter(({ status }) => status === 'accepted')
  expect(accepted).toHaveLength(50)
  const { rows } = await database.pool.query('select sum(count)::int as n from signature')
  expect(rows).toEqual([{ n: 50 }])
})
