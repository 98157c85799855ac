import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeEvents } from '#lib/events/intake/store.ts'
import { parseQuery } from '#lib/events/query/parse.ts'
import { sqlOf } from '#lib/events/query/sql.ts'
import { inTransaction } from '#lib/transaction.ts'
import { freshDatabase } from '#tests/database.ts'

const EVENTS = [
  {
    ...{ type: 'request', host: 'web1', id: 'aa', seconds: 0.25 },
    traits: { response: { status: 500, size: 10 }, user: 'Ann', tags: ['slow', 'eu'], ok: false },
  },
  {
    ...{ type: 'request.sql', host: 'web1', id: 'aa', seconds: 1.5 },
    traits: { rows: 3, statement: 'select "x"', list: [{ n: 1 }, { n: 2 }], '2': 'two' },
  },
  {
    ...{ type: 'request', host: 'web2', id: 'bb', seconds: 0.01 },
    traits: {
      response: { status: 200, 'took.ms': 5 },
      'http.method': 'GET',
      user: 'bob',
      ok: true,
      status: '500',
      nothing: null,
    },
  },
  { type: 'job', host: 'worker', id: 'cc', seconds: 90, traits: { type: 'mail', 'a"b': 1 } },
  { type: 'empty', host: '', id: 'dd', seconds: 0, traits: null },
]

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  const at = Date.now() / 1000
  const events = EVENTS.map(({ seconds, traits, ...event }, i) => ({
    ...{ ...event, uid: String(i), pid: i, start: at - seconds, at, isTimed: true },
    traits: traits && JSON.stringify(traits),
  }))
  await inTransaction(database.pool, client => storeEvents(client, 1, events))
})
afterAll(() => database.close())

/** The numbers of the events that fit. */
async function found(text: string): Promise<number[]> {
  const values: unknown[] = []
  const where = sqlOf(parseQuery(text), value => `$${values.push(value)}`)
  const { rows } = await database.pool.query<{ uid: string }>(
    `select uid from event e where ${where} order by uid`,
    values,
  )
  return rows.map(({ uid }) => Number(uid))
}

test.each([
  ['', [0, 1, 2, 3, 4]],
  ['type = request', [0, 2]],
  ['type:request*', [0, 1, 2]],
  ['type != request*', [3, 4]],
  ['type in (job, empty)', [3, 4]],
  ['host ~ WEB', [0, 1, 2]],
  ['host exists', [0, 1, 2, 3]],
  ['id = aa', [0, 1]],
  ['duration >= 250ms duration < 2s', [0, 1]],
  ['duration > 1min', [3]],
  ['pid in (1, 3)', [1, 3]],
  ['response.status >= 500', [0]],
  ['response.status >= 500 and user = "Ann"', [0]],
  ['response.status = 200 or rows = 3', [1, 2]],
  ['not response exists', [1, 3, 4]],
  ['-type:request*', [3, 4]],
  ['not (type = job or type = empty) host = web2', [2]],
  // A text that looks like a number is text.
  ['status = 500', []],
  ['status = "500"', [2]],
  ['status exists', [2]],
  ['response.status != 500', [2]],
  ['user ~ an', [0]],
  ['user = b*', [2]],
  ['user in (Ann, bob)', [0, 2]],
  ['tags = eu', [0]],
  ['list.n = 2', [1]],
  ['list.1.n = 2', [1]],
  ['list.0.n = 2', []],
  ['2 = two', [1]],
  ['ok = true', [2]],
  ['ok = false', [0]],
  ['nothing = null', [2]],
  ['body.type = mail', [3]],
  ['"http.method" = GET', [2]],
  ['http.method = GET', []],
  ['body."http.method" exists', [2]],
  ['response."took.ms" < 6', [2]],
  ['"user" in (bob)', [2]],
  ['body."a\\"b" = 1', [3]],
  ['body.a\u00e9 = 1', []],
  ['select', [1]],
  ['"select \\"x\\""', [1]],
  ['SLOW', [0]],
  ['worker', [3]],
  ['aa', [0, 1]],
  ["'; drop table event; --'", []],
  ['user = "\'"', []],
  ['user ~ ".*"', []],
])('%s', async (query, expected) => {
  expect(await found(query)).toEqual(expected)
})

test.each([
  ['(type = a', 'The query is not valid at its end: a ) is missing.'],
  ['type =', 'The query is not valid at its end: a value is missing.'],
  ['type = = a', 'The query is not valid at 8: a value is missing.'],
  ['a..b = 1', 'The query is not valid at 1: a..b is no name of a trait.'],
  ['a and', 'The query is not valid at its end: something is missing.'],
  ['or a', 'The query is not valid at 1: or is not expected.'],
  [') a', 'The query is not valid at 1: ) is not expected.'],
  ['a "open', 'The query is not valid at 3: the quote does not end.'],
  ['a ! b', 'The query is not valid at 3: ! is not expected.'],
  ['a in (1, 2', 'The query is not valid at its end: a ) is missing.'],
  [`${'('.repeat(60)}a`, 'The query is not valid at 51: too many brackets in each other.'],
  ['a'.repeat(2_001), 'The query is not valid at 2001: more than 2000 characters.'],
])('%s is refused', (query, message) => {
  expect(() => parseQuery(query)).toThrow(message)
})
