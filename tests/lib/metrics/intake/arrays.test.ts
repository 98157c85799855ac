import { afterAll, beforeAll, expect, test } from 'vitest'
import { float8s, int4s, int8s } from '#lib/metrics/intake/arrays.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

test.each([
  ['int4[]', int4s, [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]],
  ['int8[]', int8s, [0, 1, -1, 2 ** 32, -(2 ** 32) - 7, Number.MAX_SAFE_INTEGER]],
  ['float8[]', float8s, [0, 0.1, -1e100, 5e-324, Number.POSITIVE_INFINITY]],
  ['float8[]', float8s, []],
])('PostgreSQL reads an array of %s as it was written', async (type, written, numbers) => {
  const { rows } = await database.pool.query<{ number: string }>(
    `select unnest($1::${type})::text as number`,
    [written(numbers)],
  )
  expect(rows.map(({ number }) => Number(number))).toEqual(numbers)
})
