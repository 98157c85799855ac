import { afterEach, beforeEach, expect, test } from 'vitest'
import { openOwnErrors } from '#lib/errors/own.ts'
import { freshDatabase } from '#tests/database.ts'
import { unsteady } from '#tests/lib/errors/intake/unsteady.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let shaky: ReturnType<typeof unsteady>
let own: ReturnType<typeof openOwnErrors>
beforeEach(async () => {
  database = await freshDatabase()
  shaky = unsteady(database.pool)
  own = openOwnErrors(shaky.pool)
})
afterEach(async () => {
  shaky.state.isAway = false
  await own.close()
  await database.close()
})

const told = async () =>
  (
    await database.pool.query(
      `select template, level, s.count::int, value as program from signature s
       join error_facet f on f.signature_id = s.id and facet = 'program'
       where s.project_id = 2 order by s.id`,
    )
  ).rows
const crash = (code: number) => ({
  message: `The role ended (${code})`,
  program: 'engine',
  fingerprint: ['role', 'engine'],
})

test('what goes wrong in Belfry is counted in its own project, by its fingerprint', async () => {
  for (const code of [1, 7, 9]) own.tell(crash(code))
  own.tell({ message: 'other', program: 'alert', level: 2 })
  await own.close()
  expect(await told()).toMatchObject([
    { level: 3, count: 3, program: 'engine' },
    { template: 'other', level: 2, count: 1, program: 'alert' },
  ])
})

test('without a database it waits for it, within bounds', async () => {
  shaky.state.isAway = true
  for (let i = 0; i < 5_000; i++) own.tell(crash(i))
  shaky.state.isAway = false
  await until(async () => (await told()).length > 0)
  expect(await told()).toMatchObject([{ count: 1_000 }])
})

test('it goes on after people changed what it counts with', async () => {
  own.tell(crash(1))
  await until(async () => (await told())[0]?.count === 1)
  own.renew()
  own.tell(crash(1))
  await own.close()
  expect(await told()).toMatchObject([{ count: 2 }])
})
