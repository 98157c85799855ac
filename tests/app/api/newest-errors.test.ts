import { afterAll, beforeAll, expect, test } from 'vitest'
import { LEVELS, type LevelName } from '#lib/errors/event.ts'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  await database.pool.query(`
    insert into project (id, name) values (3, 'shop');
    insert into signature (id, project_id, origin, template, first_message, root_id, level, first_seen, last_seen)
      values (1, 1, 'template', 'a', 'a', 1, 3, now(), now()), (2, 1, 'template', 'b', 'b', 1, 3, now(), now()),
        (3, 3, 'template', 'c', 'c', 3, 3, now(), now()), (4, 1, 'template', 'd', 'd', 4, 3, now(), now());
    update signature set deleted_at = now() where id = 4`)
  await happened(1, 'error', 'web-1', 'the disk is 100% full')
  await happened(2, 'critical', 'web-2', 'out of memory')
  await happened(3, 'warning', 'web-1', 'slow')
  await happened(4, 'error', 'web-1', 'deleted')
})
afterAll(() => database.close())

async function happened(signatureId: number, level: LevelName, host: string, message: string) {
  await database.pool.query(
    `insert into error_event (signature_id, project_id, at, input, level, host, program, message, classifier, matched)
     select $1, project_id, now(), 'http', $2, $3, 'try', $4, 'template', '' from signature where id = $1`,
    [signatureId, LEVELS.indexOf(level), host, message],
  )
}

test('the newest stand first, each with the signature that it is shown with', async () => {
  const { body } = await api('GET', '/api/errors/newest')
  expect(body.items).toMatchObject([
    { message: 'slow', project: 'shop', signatureId: 3, level: 'warning' },
    { message: 'out of memory', project: 'default', signatureId: 1, level: 'critical' },
    { message: 'the disk is 100% full', signatureId: 1, host: 'web-1', program: 'try' },
  ])
})

test.each([
  ['project=shop', ['slow']],
  ['level=error', ['out of memory', 'the disk is 100% full']],
  ['host=web-1&level=error', ['the disk is 100% full']],
  ['q=MEMORY', ['out of memory']],
  ['q=100%25', ['the disk is 100% full']],
  ['q=web-2', ['out of memory']],
  ['project=nobody', []],
])('%s chooses what fits', async (query, messages) => {
  const { body } = await api('GET', `/api/errors/newest?${query}`)
  expect(body.items.map((item: { message: string }) => item.message)).toEqual(messages)
})

test('the rate is that of the last ten seconds, of one project or of all', async () => {
  await database.pool.query(`
    insert into error_second (project_id, signature_id, at, count)
      select s.project_id, s.id, now() - ago, n from signature s
      join (values (1, interval '3 s', 30), (3, '3 s', 20), (1, '1 h', 1000)) given (id, ago, n) using (id)`)
  expect((await api('GET', '/api/errors/newest')).body.perSecond).toBe(5)
  expect((await api('GET', '/api/errors/newest?project=shop')).body.perSecond).toBe(2)
})

test('a level that there is none of is refused', async () => {
  const { status, body } = await api('GET', '/api/errors/newest?level=bad')
  expect([status, Object.keys(body.error.fields)]).toEqual([400, ['level']])
})
