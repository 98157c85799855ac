import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readFolder } from '#bin/streams/folder.ts'
import { everything } from '#lib/access/reach.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import { getStreamSettings } from '#lib/streams/settings/data.ts'
import { exportStreams } from '#lib/streams/transfer/data.ts'
import { importStreams } from '#lib/streams/transfer/mutations.ts'
import { listTriggers } from '#lib/streams/triggers/data.ts'
import { freshDatabase } from '#tests/database.ts'

const TRIGGERS = `---
# what an order goes through
- name: orders
  debug_level: 2
  distinguished_by:
  - order
  - timestamp: "day"
  expiration: "$last + 1h" # an hour
  fire_pipeline: bill
  match_criteria:
  - event_type: order.*
  fire_criteria:
  - event_type: order.paid
- name: logins
  expiration: "$first + 10m"
  expire_pipeline: watch
  match_criteria: [{ event_type: login.failed }]
  fire_criteria: [{ number: 5 }]
`
const PIPELINES = `bill:
- logger
- name: atom
  params: { url: "http://example.com/feed", event_types: ["order.*", "a b"] }
watch:
- logger
`
const DEFINITIONS = `- event_type: order.*
  traits:
    order: { fields: payload.id }
`
const WINCHESTER = `config_path: etc
trigger_definitions: triggers.yaml
pipeline_config: pipes.yaml
distiller_config: event_definitions.yaml
database: { url: mysql://winchester }
catch_all_notifications: true
purge_completed_streams: true
trim_events: true
trim_events_age: "$timestamp - 30d"
pipeline_handlers:
  logger: winchester.pipeline_handler:LoggingHandler
  atom: winchester.pipeline_handler:AtomPubHandler
  usage: winchester.pipeline_handler:UsageHandler
`

let database: Awaited<ReturnType<typeof freshDatabase>>
let folder: string
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.pool.query(`
    truncate trigger, pipeline, definition cascade;
    delete from setting; update project set settings = '{}'`)
  folder = mkdtempSync(join(tmpdir(), 'belfry-transfer-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}
const bring = async (dryRun = false) =>
  importStreams({ ...(await readFolder(folder)), project: 'default', dryRun })
const refused = () =>
  bring().then(
    () => [],
    error => error.message.split('\n'),
  )

const whole = {
  'winchester.yaml': WINCHESTER,
  'triggers.yaml': TRIGGERS,
  'etc/pipes.yaml': PIPELINES,
  'event_definitions.yaml': DEFINITIONS,
}

test('a whole configuration is taken over as it is, and a second time nothing changes', async () => {
  put(whole)
  const { changes, notes } = await bring()
  expect(changes).toEqual([
    { kind: 'pipeline', name: 'bill', action: 'create' },
    { kind: 'pipeline', name: 'watch', action: 'create' },
    { kind: 'trigger', name: 'orders', action: 'create' },
    { kind: 'trigger', name: 'logins', action: 'create' },
    { kind: 'definitions', name: '1 new, 0 gone', action: 'change' },
    { kind: 'settings', name: 'how streams are kept', action: 'change' },
    { kind: 'settings', name: 'what no definition takes', action: 'change' },
  ])
  expect(notes).toEqual(['pipes.yaml: bill: sends JSON from now on, not Atom'])

  const { rows } = await database.pool.query('select handlers from pipeline order by name')
  expect(rows.map(({ handlers }) => handlers)).toEqual([
    [
      { name: 'log', params: {} },
      { name: 'filter', params: { where: 'type:order.* or type:"a b"' } },
      { name: 'webhook', params: { url: 'http://example.com/feed' } },
    ],
    [{ name: 'log', params: {} }],
  ])
  expect(await getStreamSettings()).toMatchObject({
    ...{ keepDays: 0, trimEventsAge: '$timestamp - 30d' },
  })
  const { settings } = await getProjectNamed(everything, 'default')
  expect(settings.events.catchAll).toBe(true)
  const { items } = await listTriggers(everything, { limit: 10 })
  expect(items.map(({ name, yaml }) => [name, yaml])).toEqual([
    ['logins', expect.stringContaining('event_type: login.failed')],
    ['orders', expect.stringContaining('# an hour')],
  ])

  expect((await bring()).changes).toEqual([])
})

test('what differs is changed, what the files do not name stays', async () => {
  put(whole)
  await bring()
  const logins = TRIGGERS.slice(TRIGGERS.indexOf('- name: logins'))
  put({ 'triggers.yaml': logins.replace('+ 10m', '+ 20m') })
  expect((await bring()).changes).toEqual([{ kind: 'trigger', name: 'logins', action: 'change' }])
  const { items } = await listTriggers(everything, { limit: 10 })
  expect(items.map(({ name, version }) => [name, version])).toEqual([
    ['logins', 2],
    ['orders', 1],
  ])
})

test('a dry run says the same and writes nothing', async () => {
  put(whole)
  expect((await bring(true)).changes).toHaveLength(7)
  expect((await listTriggers(everything, { limit: 10 })).items).toEqual([])
})

test('what was exported, or says the same, is imported without a change', async () => {
  put(whole)
  await bring()
  rmSync(folder, { recursive: true })
  put(await exportStreams('default'))
  expect((await bring()).changes).toEqual([])

  put({ 'triggers.yaml': TRIGGERS.replace('# an hour', '# in other words') })
  expect((await bring()).changes).toEqual([])
})

describe('all mistakes of all files are told at once, and nothing is written', () => {
  test('with file, line and column', async () => {
    const triggers = TRIGGERS.replace('order.paid', 'order.paid\n    map_distingushed_by: {}')
    put({
      ...whole,
      'triggers.yaml': triggers.replace('expire_pipeline: watch', 'expire_pipeline: nowhere'),
      'etc/pipes.yaml': 'bill:\n- usage\nwatch:\n- nothing\n',
      'event_definitions.yaml': DEFINITIONS.replace('fields', 'field'),
    })
    expect(await refused()).toEqual([
      expect.stringMatching(/^pipes\.yaml: line 4, column 3, watch\.0\.name: must be one of log, /),
      expect.stringMatching(/^pipes\.yaml: line 2, column 3, bill\.0: usage verifies OpenStack/),
      'triggers.yaml: line 14, column 5, 0.fire_criteria.0.map_distingushed_by: is not known here',
      'triggers.yaml: line 17, column 3, 1.expire_pipeline: there is no pipeline “nowhere”',
      'event_definitions.yaml: line 3, column 5, 0.traits.order.fields: is missing',
      'event_definitions.yaml: line 3, column 14, 0.traits.order.field: is not known here',
    ])
    expect((await listTriggers(everything, { limit: 10 })).items).toEqual([])
  })

  test.each([
    [
      'an unknown key',
      'purge_streams: true\n',
      /^winchester\.yaml: line 1, column 1, purge_streams/,
    ],
    [
      'a bad age',
      'trim_events_age: 3w\n',
      /^winchester\.yaml: line 1, column \d+, trim_events_age/,
    ],
    ['a file that is not there', 'pipeline_config: pipes.yaml\n', /pipes\.yaml is not there/],
    ['plugins of their own', 'distiller_trait_plugins: { mine: a:B }\n', /plugin of your own/],
  ])('in winchester.yaml: %s', async (_, text, expected) => {
    put({ 'winchester.yaml': text, 'triggers.yaml': '[]' })
    expect((await refused()).join('\n')).toMatch(expected)
  })

  test('a name that stands there twice', async () => {
    put({ ...whole, 'triggers.yaml': TRIGGERS.replace('name: logins', 'name: orders') })
    expect(await refused()).toEqual([
      'triggers.yaml: line 14, column 3, 1.name: stands there twice',
    ])
  })

  test('a folder without any of the files', async () => {
    expect(await refused()).toEqual([expect.stringContaining('There is no winchester.yaml')])
  })

  test('a project that is not there', async () => {
    put(whole)
    const read = await readFolder(folder)
    await expect(importStreams({ ...read, project: 'nowhere', dryRun: false })).rejects.toThrow(
      'There is no project nowhere',
    )
  })
})
