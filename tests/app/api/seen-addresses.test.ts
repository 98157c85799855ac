import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, read, send } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'

const KEY = 'canary-4711'
const WEBHOOK = `https://hooks.example.com/in/${KEY}?token=${KEY}`
const SHORT = 'hooks.example.com/********'

let database: Awaited<ReturnType<typeof freshDatabase>>
const tokens: Record<string, string> = {}
let pipeline: string
beforeAll(async () => {
  database = await freshDatabase()
  for (const role of ['viewer', 'editor', 'admin'])
    tokens[role] = (await api('POST', '/api/tokens', { name: role, role })).body.token
  await api('POST', '/api/alerts', { key: 'hook', type: 'webhook', config: { url: WEBHOOK } })
  const params = { url: WEBHOOK, headers: { authorization: KEY } }
  const handlers = ['log', { name: 'webhook', params }]
  const { body } = await api('POST', '/api/pipelines', { name: 'tells', handlers })
  pipeline = `/api/pipelines/${body.id}`
})
afterAll(() => database.close())

const seenBy = async (role: string, path: string) =>
  (await read(await send(path, { headers: { authorization: `Bearer ${tokens[role]}` } }))).body

test.each([
  ['viewer', SHORT],
  ['editor', SHORT],
  ['admin', WEBHOOK],
])("a %s sees an alert's address as %s", async (role, url) => {
  expect((await seenBy(role, '/api/alerts/hook')).config).toEqual({ url })
  expect((await seenBy(role, '/api/alerts')).items).toMatchObject([{ config: { url } }])
})

test('a viewer sees the hosts of a pipeline and the names of its headers, and finds nothing by the rest', async () => {
  const seen = await seenBy('viewer', pipeline)
  const params = { url: SHORT, headers: { authorization: '********' } }
  expect(seen.handlers).toEqual([
    { name: 'log', params: {} },
    { name: 'webhook', params },
  ])
  expect(seen.yaml).toContain(SHORT)
  const list = await seenBy('viewer', '/api/pipelines')
  expect(list.items).toEqual([seen])
  expect(JSON.stringify(list)).not.toContain(KEY)
  expect((await seenBy('viewer', `/api/pipelines?q=${KEY}`)).items).toEqual([])
  expect((await seenBy('viewer', '/api/pipelines?q=tells')).items).toHaveLength(1)
})

test('an editor, who may change pipelines, reads and finds what they say', async () => {
  const seen = await seenBy('editor', pipeline)
  expect(seen.handlers[1].params.url).toBe(WEBHOOK)
  expect(seen.yaml).toContain(WEBHOOK)
  expect((await seenBy('editor', `/api/pipelines?q=${KEY}`)).items).toHaveLength(1)
})
