import { afterAll, beforeAll, expect, test } from 'vitest'
import { pool } from '#lib/db/client.ts'
import { storeEvents } from '#lib/events/intake/store.ts'
import { inTransaction } from '#lib/transaction.ts'
import { api } from '#tests/app/api/client.ts'
import { startEngine } from '#tests/app/api/engine.ts'
import { openStore, type Store } from '#tests/lib/errors/store.ts'
import { anEvent } from '#tests/lib/events/world.ts'
import { until } from '#tests/until.ts'

let store: Store
let engine: Awaited<ReturnType<typeof startEngine>>
let ids: { disk: number; mail: number; login: number }
const DISK = 'disk is full'
const MAIL = 'the mail bounced'
const LOGIN = 'login of user 17 failed'
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

beforeAll(async () => {
  store = await openStore()
  engine = await startEngine()
  await store.send(
    { message: DISK, host: 'db-1', level: 2 },
    { message: DISK, host: 'db-2', traceId: TRACE },
    { message: DISK, host: 'db-1', at: Date.now() - 3 * 86_400_000 },
    { message: MAIL, program: 'postfix' },
    { message: LOGIN },
    { message: 'login of user 20 failed', traceId: TRACE },
  )
  ids = {
    disk: await store.signatureOf(DISK),
    mail: await store.signatureOf(MAIL),
    login: await store.signatureOf(LOGIN),
  }
})
afterAll(async () => {
  await engine?.stop()
  await store?.close()
})

const list = async (query = '') => (await api('GET', `/api/errors?${query}`)).body.items

test('a signature has what the contract names', async () => {
  const items = await list('q=disk')
  expect(items).toMatchObject([
    {
      ...{ id: ids.disk, template: DISK, name: '', project: 'default', state: 'open', count: 3 },
      ...{ level: 'critical', inRange: null, hosts: { values: ['db-1', 'db-2'], more: 0 } },
      ...{ firstSeen: expect.any(String), lastSeen: expect.any(String) },
    },
  ])
  const { body } = await api('GET', `/api/errors/${ids.disk}`)
  expect(body).toMatchObject({ ...items[0], firstMessage: DISK, examples: 3 })
})

test.each([
  ['q=DISK', [DISK]],
  ['q=postfix', [MAIL]],
  ['q=100%25', []],
  ['level=critical', [DISK]],
  ['host=db-2', [DISK]],
  ['project=default&above=2', [DISK]],
  ['project=1&above=2', [DISK]],
  ['project=nobody', []],
  ['state=resolved', []],
  ['start=-1h&end=now&above=1&sort=count&order=asc', [DISK, 'login of user <*> failed']],
  ['start=-4d&end=-2d', [DISK]],
])('the list of %s is %j', async (query, templates) => {
  const items = await list(query)
  expect(items.map((item: { template: string }) => item.template).sort()).toEqual(templates.sort())
})

test('pages follow each other without a gap or a repeat, by any sort', async () => {
  for (const sort of [
    'sort=lastSeen',
    'sort=firstSeen&order=asc',
    'sort=count',
    'start=-1h&end=now',
  ]) {
    const seen: number[] = []
    for (let cursor = ''; ; ) {
      const { body } = await api('GET', `/api/errors?${sort}&limit=1${cursor}`)
      seen.push(...body.items.map((item: { id: number }) => item.id))
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    expect(new Set(seen)).toEqual(new Set(Object.values(ids)))
    expect(seen).toHaveLength(3)
  }
})

test.each([
  ['start=-1h', 'end'],
  ['end=now', 'start'],
  ['start=now&end=-1h', 'start'],
  ['start=soon&end=now', 'start'],
  ['cursor=x', 'cursor'],
  ['sort=name', 'sort'],
  ['level=bad', 'level'],
  ['above=-1', 'above'],
])('the query %s is refused, naming %s', async (query, field) => {
  const { status, body } = await api('GET', `/api/errors?${query}`)
  expect(status).toBe(400)
  expect(Object.keys(body.error.fields)).toEqual([field])
})

test('counts over time have zeros, in milliseconds, with the total of all', async () => {
  const { body } = await api('GET', '/api/errors/timeseries?slice=hour&start=-2h&end=now&limit=1')
  expect(body).toMatchObject({ slice: 'hour', resolution: 'second', total: { count: 5 } })
  expect(body.items).toHaveLength(1)
  expect(body.items[0].points).toHaveLength(3)
  expect(body.total.points.map(([at]: number[]) => (at ?? 1) % 3_600_000)).toEqual([0, 0, 0])
})

test('without a range the last 300,000 seconds are given, by the minute', async () => {
  const { body } = await api('GET', `/api/errors/${ids.disk}/timeseries`)
  expect(body).toMatchObject({ id: ids.disk, slice: 'minute', count: 3 })
  expect(body.points).toHaveLength(5_001)
  expect(Date.parse(body.end) - Date.parse(body.start)).toBe(300_000_000)
})

test.each([
  ['slice=fortnight', 'slice', 'Invalid option'],
  ['slice=second&start=-30d&end=now', 'slice', 'points; at most 11000'],
  ['start=2026-01-01', 'end', 'goes with the other end'],
])('the series %s is refused', async (query, field, problem) => {
  for (const path of ['/api/errors/timeseries', `/api/errors/${ids.disk}/timeseries`]) {
    const { status, body } = await api('GET', `${path}?${query}`)
    expect(status).toBe(400)
    expect(body.error.fields[field]).toContain(problem)
  }
})

test('a series can be had as CSV', async () => {
  const { body, headers } = await api(
    'GET',
    `/api/errors/${ids.disk}/timeseries.csv?slice=day&start=-1d&end=now`,
  )
  expect(headers.get('content-type')).toContain('text/csv')
  const lines = body.trim().split('\r\n')
  expect(lines[0]).toBe('time,count')
  expect(lines.at(-1)).toMatch(/^\d{4}-\d\d-\d\dT00:00:00.000Z,\d$/)
  const all = await api('GET', '/api/errors/timeseries.csv?slice=day&start=-1d&end=now')
  expect(all.body.split('\r\n')[0]).toContain(`${ids.disk} ${DISK}`)
})

test('kept errors are whole, newest first, and say why they are there', async () => {
  const { body } = await api('GET', `/api/errors/${ids.disk}/events?limit=2`)
  expect(body.items).toMatchObject([
    { message: DISK, host: 'db-1', why: { by: 'template', matched: DISK } },
    { message: DISK, host: 'db-2', traceId: TRACE },
  ])
  const more = await api('GET', `/api/errors/${ids.disk}/events?cursor=${body.next}`)
  expect(more.body).toMatchObject({ items: [{ level: 'critical' }], next: null })
})

test('the variables of a template and the errors of a trace are told', async () => {
  const variables = await api('GET', `/api/errors/${ids.login}/variables`)
  expect(variables.body.items).toMatchObject([{ position: 0, distinct: 2 }])
  const told = anEvent({ type: 'request.sql', id: TRACE, traits: { rows: 3 } })
  await inTransaction(pool(), client => storeEvents(client, 1, [told]))
  const { body } = await api('GET', `/api/errors/related?trace=${TRACE}`)
  expect(body.events).toMatchObject([{ type: 'request.sql', host: 'web1', traits: { rows: 3 } }])
  expect(body.errors.map((error: { signatureId: number }) => error.signatureId).sort()).toEqual(
    [ids.disk, ids.login].sort(),
  )
})

test('what is not there is not found', async () => {
  for (const path of ['', '/timeseries', '/events', '/variables'])
    expect((await api('GET', `/api/errors/4711${path}`)).status).toBe(404)
  expect((await api('PATCH', '/api/errors/4711', { name: 'x' })).status).toBe(404)
  expect((await api('DELETE', '/api/errors/4711')).status).toBe(404)
  expect((await api('POST', '/api/audit/4711/undo')).status).toBe(404)
})

test('a change is made, stands in the trail, and is undone from there', async () => {
  const { body } = await api('PATCH', `/api/errors/${ids.mail}`, {
    name: 'Bounces',
    state: 'muted',
  })
  expect(body).toMatchObject({
    name: 'Bounces',
    state: 'muted',
    changes: [expect.any(Number), expect.any(Number)],
  })
  const trail = await api('GET', `/api/audit?subject=signature&subjectId=${ids.mail}`)
  expect(trail.body.items).toMatchObject([
    { action: 'mute', person: 'API token', undoable: true },
    { action: 'rename', undoable: true },
  ])
  for (const change of body.changes)
    expect((await api('POST', `/api/audit/${change}/undo`)).body).toMatchObject({
      ...{ id: change, undoneBy: 'API token', undoable: false },
    })
  expect((await api('GET', `/api/errors/${ids.mail}`)).body).toMatchObject({
    name: '',
    state: 'open',
  })
  const again = await api('POST', `/api/audit/${body.changes[0]}/undo`)
  expect([again.status, again.body.error.code]).toEqual([409, 'conflict'])
})

test.each([
  [{ name: 'two\nlines' }, 'name'],
  [{ threshold: 1.1 }, 'threshold'],
  [{ regex: 'a(b' }, 'regex'],
  [{ state: 'gone' }, 'state'],
  [{ release: '1.0' }, 'release'],
  [{ muted: { until: null } }, 'muted'],
  [{ count: 0 }, 'count'],
])('the change %j is refused, naming %s', async (patch, field) => {
  const { status, body } = await api('PATCH', `/api/errors/${ids.mail}`, patch)
  expect(status).toBe(400)
  expect(Object.keys(body.error.fields)).toEqual([field])
})

test('signatures are merged and taken apart again', async () => {
  const { body } = await api('POST', `/api/errors/${ids.disk}/merge`, { ids: [ids.mail] })
  expect(body).toMatchObject({ id: ids.disk, count: 4, merged: 1, members: [{ id: ids.mail }] })
  await api('POST', `/api/audit/${body.changes[0]}/undo`)
  expect(await list()).toHaveLength(3)
})

test('a split is previewed and made, and undone', async () => {
  const preview = await api('POST', `/api/errors/${ids.login}/split/preview`, { regex: 'user 17' })
  expect(preview.body).toMatchObject({ regex: 'user 17', kept: 2 })
  expect(preview.body.taken).toHaveLength(1)
  const { status, body } = await api('POST', `/api/errors/${ids.login}/split`, {
    ...{ regex: 'user 17', name: 'Seventeen' },
  })
  expect([status, body.name, body.count]).toEqual([201, 'Seventeen', 1])
  await api('POST', `/api/audit/${body.changes[0]}/undo`)
  expect((await api('GET', `/api/errors/${ids.login}`)).body.count).toBe(2)
})

test('a split needs either errors or an expression', async () => {
  for (const choice of [{}, { events: [1], regex: 'x' }])
    expect((await api('POST', `/api/errors/${ids.login}/split`, choice)).status).toBe(400)
})

test('many are resolved at once', async () => {
  const operation = { action: 'resolve', ids: [ids.disk, ids.mail] }
  const { body } = await api('POST', '/api/errors/operations', operation)
  expect(await list('state=resolved')).toHaveLength(2)
  for (const change of body.changes) await api('POST', `/api/audit/${change}/undo`)
  expect(await list('state=open')).toHaveLength(3)
})

test('kept errors are classified again by the engine', async () => {
  const preview = await api('POST', '/api/errors/reclassifications/preview', { project: 1 })
  expect(preview.body).toMatchObject({ total: 6, moving: 0, moves: [] })
  const { status, body } = await api('POST', '/api/errors/reclassifications', { project: 1 })
  expect(status).toBe(201)
  const done = await until(async () => {
    const asked = await api('GET', `/api/errors/reclassifications/${body.id}`)
    return asked.body.finishedAt && asked.body
  })
  expect(done).toMatchObject({ total: 6, done: 6, moved: 0 })
  expect((await api('GET', '/api/errors/reclassifications')).body.items).toEqual([done])
})

test('ready-made monitors are listed, and become ordinary ones', async () => {
  const { body } = await api('GET', '/api/errors/monitors')
  expect(body.items.map((item: { template: string }) => item.template)).toEqual([
    'new',
    'above',
    'rate',
    'silent',
  ])
  for (const { template } of body.items) {
    const made = await api('POST', '/api/errors/monitors', { template, project: 'default' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      sources: ['errors'],
      tags: ['errors'],
      schedule: '* * * * *',
    })
  }
  const twice = await api('POST', '/api/errors/monitors', { template: 'new', project: 'default' })
  expect([twice.status, Object.keys(twice.body.error.fields)]).toEqual([409, ['name']])
})

test('for how long errors are counted can be read and changed', async () => {
  const { body } = await api('PATCH', '/api/errors/retention', { secondsDays: 3 })
  expect(body).toEqual({ secondsDays: 3, minutesDays: 30, hoursDays: 730 })
  const refused = await api('PATCH', '/api/errors/retention', { minutesDays: 1 })
  expect(refused.body.error.fields).toEqual({
    minutesDays: expect.stringContaining('must not be less'),
  })
})

test('a deleted signature is gone, and comes back from the trail', async () => {
  expect((await api('DELETE', `/api/errors/${ids.mail}`)).status).toBe(204)
  expect((await api('GET', `/api/errors/${ids.mail}`)).status).toBe(404)
  const trail = await api('GET', `/api/audit?action=delete&subjectId=${ids.mail}`)
  await api('POST', `/api/audit/${trail.body.items[0].id}/undo`)
  expect((await api('GET', `/api/errors/${ids.mail}`)).body.count).toBe(1)
})
