import { afterAll, beforeAll, expect, test } from 'vitest'
import { endpointsOf, type Routes } from '#app/_server/routes.ts'
import { type Change, changes, READING } from '#tests/app/api/audit/changes.ts'
import { ADDRESS, ask, CANARY, fresh, openWorld, type World } from '#tests/app/api/audit/world.ts'
import { files } from '#tests/app/api/client.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

async function entriesOf(request: () => Promise<unknown>) {
  const last = await world.db.audit.findFirst({ orderBy: { id: 'desc' } })
  await request()
  return world.db.audit.findMany({ where: { id: { gt: last?.id ?? 0n } } })
}

const titled = (rows: Change[]) =>
  rows.map(row => ({ ...row, title: row.what ? `${row.route}, ${row.what},` : row.route }))

test.each(titled(changes))(
  '$title is put down once to who asked, with the difference',
  async ({ route, given, entry }) => {
    const [path, body] = await given(world)
    const [method = ''] = route.split(' ')
    let status = 0
    const found = await entriesOf(async () => {
      status = (await ask(method, path, body)).status
    })
    expect([path, status]).toEqual([path, expect.toSatisfy(code => code >= 200 && code < 300)])
    expect(found).toMatchObject([{ person: 'API token', address: ADDRESS, ...entry }])
  },
)

test('there is no request that changes something without a line in that table', () => {
  const declared = Object.entries(files).flatMap(([path, file]) =>
    endpointsOf(file as Partial<Routes>)
      .filter(({ method }) => method !== 'GET')
      .map(({ method }) => `${method} ${path}`),
  )
  const covered = [...READING, ...changes.map(({ route }) => route)]
  expect(declared.filter(route => !covered.includes(route))).toEqual([])
})

interface Nothing {
  what: string
  method: string
  path(w: World): Promise<string> | string
  body?: object
}

test.each<Nothing>([
  { what: 'a monitor without a script', method: 'POST', path: () => '/api/monitors', body: {} },
  { what: 'what is not there', method: 'DELETE', path: () => '/api/monitors/999999' },
  {
    what: 'a script that does not compile',
    ...{ method: 'PATCH', path: async w => `/api/monitors/${await w.newMonitor()}` },
    body: { script: '(' },
  },
  {
    what: 'a change that changes nothing',
    ...{ method: 'PATCH', path: async w => `/api/sources/${await w.newSource()}` },
    body: { enabled: true },
  },
  {
    what: 'resuming what runs',
    ...{ method: 'POST', path: async w => `/api/monitors/${await w.newMonitor()}/resume` },
  },
])('of $what there is no entry', async ({ method, path, body }) => {
  const asked = await path(world)
  expect(await entriesOf(() => ask(method, asked, body))).toEqual([])
})

test('a change that is rolled back takes its entry along', async () => {
  const id = await world.newMonitor({ name: 'taken' })
  const other = await world.newMonitor({ name: fresh('free') })
  const found = await entriesOf(async () => {
    expect((await ask('PATCH', `/api/monitors/${other}`, { name: 'taken' })).status).toBe(409)
  })
  expect(found).toEqual([])
  expect((await ask('GET', `/api/monitors/${id}`)).body.name).toBe('taken')
})

test('a monitor that was deleted keeps its trail', async () => {
  const id = await world.newMonitor({ name: 'Short-lived' })
  await ask('DELETE', `/api/monitors/${id}`)
  const { body } = await ask('GET', `/api/audit?subject=monitor&subjectId=${id}`)
  expect(body.items).toMatchObject([
    { action: 'delete', name: 'Short-lived' },
    { action: 'create', name: 'Short-lived' },
  ])
})

test('no entry has ever held a secret', async () => {
  const { rows } = await world.pool.query<{ entry: string }>(
    `select audit::text as entry from audit where audit::text like $1`,
    [`%${CANARY}%`],
  )
  expect(rows).toEqual([])
})
