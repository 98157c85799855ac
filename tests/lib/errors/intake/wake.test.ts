import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'
import { anError, aProject, openIntake } from '#tests/lib/errors/intake/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let intake: ReturnType<typeof openIntake>
beforeAll(async () => {
  database = await freshDatabase()
  intake = openIntake(database.pool)
})
afterAll(async () => {
  await intake.close()
  await database.close()
})

const project = aProject()
const send = (message: string, count = 1, rest = {}) =>
  intake.accept(
    project,
    'http',
    Array.from({ length: count }, () => anError({ message, ...rest })),
  )
const set = (message: string, columns: string) =>
  database.pool.query(`update signature set ${columns} where template = $1`, [message])
const signature = async (message: string) => {
  const { rows } = await database.pool.query('select * from signature where template = $1', [
    message,
  ])
  return rows[0]
}

test('a resolved signature regresses with its next event, in the release of that', async () => {
  await send('regresses')
  await set('regresses', `state = 'resolved', resolved_at = now()`)
  await send('regresses', 1, { release: '2.0' })
  const { state, regressed_at, regressed_release } = await signature('regresses')
  expect({ state, regressed_release }).toEqual({ state: 'open', regressed_release: '2.0' })
  expect(regressed_at).toBeInstanceOf(Date)
})

test.each([
  ['for good', `muted_until = null`, 1, 'muted'],
  ['until later', `muted_until = now() + interval '1 hour'`, 1, 'muted'],
  ['until a time that has passed', `muted_until = now() - interval '1 second'`, 1, 'open'],
  ['above five a day', `muted_above = '{"count": 5, "slice": "day"}'`, 4, 'muted'],
  ['above five a day', `muted_above = '{"count": 5, "slice": "day"}'`, 5, 'open'],
  ['above one a second', `muted_above = '{"count": 1, "slice": "second"}'`, 2, 'open'],
])('what is muted %s (%s) is, after %i more, %s', async (title, columns, count, state) => {
  const message = `${title} ${count}`
  const at = Date.now()
  await send(message, 1, { at })
  await set(message, `state = 'muted', ${columns}`)
  await send(message, count, { at })
  expect((await signature(message)).state).toBe(state)
})

test('what comes for a merged signature wakes the one that it is merged into', async () => {
  await send('root')
  await send('branch')
  await set('root', `state = 'resolved', resolved_at = now()`)
  const { id } = await signature('root')
  await set('branch', `root_id = ${id}, merged_into = ${id}`)
  await send('branch')
  expect(await signature('root')).toMatchObject({ state: 'open', count: '1' })
  expect(await signature('branch')).toMatchObject({ count: '2' })
})
