import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { storedDeclarations } from '#lib/config/data.ts'
import { exportYaml } from '#lib/config/export.ts'
import { readConfiguration } from '#lib/config/file.ts'
import { applyConfiguration } from '#lib/config/mutations.ts'
import { createMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { openSettings } from '#lib/settings.ts'
import { createSource, updateSource } from '#lib/sources/mutations.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.pool.query('truncate monitor, source, alert cascade')
})

const folder = mkdtempSync(join(tmpdir(), 'belfry-apply-'))

function configuration(text: string, variables: Record<string, string> = {}) {
  const file = join(folder, 'belfry.yaml')
  writeFileSync(file, text)
  return readConfiguration(file, variables)
}

async function apply(text: string, variables?: Record<string, string>) {
  const changes = await applyConfiguration(configuration(text, variables))
  return changes.map(({ action, kind, name }) => `${action} ${kind} ${name}`)
}

async function stored() {
  const { sources, alerts, monitors } = await storedDeclarations()
  const names = [...sources.map(({ key }) => key), ...alerts.map(({ key }) => key)]
  return [...names, ...monitors.map(({ name }) => name)]
}

const monitor = (name: string, fields = '') =>
  `monitors:\n  ${name}:\n    schedule: '@daily'\n    script: return 1\n${fields}`
const source = (fields = '') =>
  `sources:\n  graphite:\n    type: graphite\n    config:\n      url: http://a\n${fields}`

const whole = `${source('      password: ${PASSWORD}\n')}
alerts:
  on-call: { type: slack, config: { webhookUrl: 'https://example.com/x' } }
${monitor('Orders', '    sources: [graphite]\n    alerts: [on-call]\n    tags: [web]\n')}`

test('a file is brought in line once; again it changes nothing', async () => {
  expect(await apply(whole, { PASSWORD: 'one' })).toEqual([
    'create source graphite',
    'create alert on-call',
    'create monitor Orders',
  ])
  expect(await apply(whole, { PASSWORD: 'one' })).toEqual([])
  const row = await database.db.source.findUniqueOrThrow({ where: { key: 'graphite' } })
  expect([row.declared, openSettings(row)]).toEqual([true, { url: 'http://a', password: 'one' }])
  expect(await database.db.monitor.findFirst()).toMatchObject({
    declared: true,
    version: 1,
    sources: ['graphite'],
  })
})

test('a changed secret is written, one that went is forgotten', async () => {
  await apply(whole, { PASSWORD: 'one' })
  expect(await apply(whole, { PASSWORD: 'two' })).toEqual(['change source graphite'])
  const read = async () =>
    openSettings(await database.db.source.findUniqueOrThrow({ where: { key: 'graphite' } }))
  expect(await read()).toMatchObject({ password: 'two' })

  await apply(source())
  expect(await read()).toEqual({ url: 'http://a' })
})

test('a plan says what would happen and changes nothing', async () => {
  const changes = await applyConfiguration(configuration(whole, { PASSWORD: 'canary' }), {
    planOnly: true,
  })
  expect(changes).toHaveLength(3)
  expect(JSON.stringify(changes)).not.toContain('canary')
  expect(await stored()).toEqual([])
})

test('what leaves the file is deleted, but a monitor is paused and keeps its history', async () => {
  await apply(whole, { PASSWORD: 'one' })
  const { id } = await database.db.monitor.findFirstOrThrow()
  await database.pool.query(`insert into run (monitor_id, planned_at) values ($1, now())`, [id])

  expect(await apply('')).toEqual([
    'delete source graphite',
    'delete alert on-call',
    'release monitor Orders',
  ])
  const kept = await database.db.monitor.findFirstOrThrow({ include: { runs: true } })
  expect(kept).toMatchObject({ id, active: false, declared: false, runs: [{ monitorId: id }] })
  expect(await apply('')).toEqual([])

  expect(await apply(monitor('Orders'))).toEqual(['adopt monitor Orders'])
  expect(await database.db.monitor.findFirst()).toMatchObject({ id, active: true, declared: true })
})

test('what was made in the pages is left alone until the file names it', async () => {
  await createSource({ key: 'graphite', type: 'graphite', config: { url: 'http://old' } })
  await createSource({ key: 'other', type: 'http' })
  await createMonitor(
    monitorInput.parse({ name: 'Mine', script: 'return 1', schedule: '@daily' }),
    'me',
  )

  expect(await apply(source())).toEqual(['adopt source graphite'])
  expect(await stored()).toEqual(['graphite', 'other', 'Mine'])
  await expect(updateSource('graphite', { enabled: false })).rejects.toThrow(/declared/)
  await updateSource('other', { enabled: false })
})

test('a source may become another type', async () => {
  await apply(source('      password: x\n'))
  expect(await apply(`sources:\n  graphite:\n    type: http\n`)).toEqual(['change source graphite'])
  const row = await database.db.source.findUniqueOrThrow({ where: { key: 'graphite' } })
  expect([row.type, openSettings(row)]).toEqual(['http', {}])
})

test('a mistake that only the database can see names its line, and nothing is changed', async () => {
  const text = `${source()}${monitor('Orders', '    alerts: [nobody]\n')}`
  await expect(apply(text)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringMatching(
      /belfry\.yaml, line 10, monitors\.Orders\.alerts: nobody: not configured/,
    ),
  })
  expect(await stored()).toEqual([])
})

test('a script that does not compile is refused with the line of its entry', async () => {
  const text = `monitors:\n  Orders:\n    schedule: '@daily'\n    script: |\n      return 1\n      return (\n`
  await expect(apply(text)).rejects.toThrow(/belfry\.yaml, line 4, monitors\.Orders\.script: /)
})

test('several that apply at once end as one would', async () => {
  const all = await Promise.all([apply(whole, { PASSWORD: 'x' }), apply(whole, { PASSWORD: 'x' })])
  expect(all.map(changes => changes.length).sort()).toEqual([0, 3])
})

test('changes are told to the running roles when they are committed', async () => {
  const client = await database.pool.connect()
  const heard: string[] = []
  client.on('notification', ({ payload }) => heard.push(payload ?? ''))
  await client.query('listen belfry_config')
  await applyConfiguration(configuration(whole, { PASSWORD: 'x' }), { planOnly: true })
  await apply(whole, { PASSWORD: 'x' })
  await client.query('select 1')
  client.release(true)
  expect(heard).toEqual([
    'source:graphite',
    'alert:on-call',
    expect.stringMatching(/^monitor:\d+$/),
  ])
})

test('an export declares the same, with a variable in place of every secret', async () => {
  const more =
    'tags: ["$${A}", "yes"]\n    policy: { after: { ALARM: 3 } }\n    runbook: "a\\n\\n# $${B}: c\\n"'
  const text = whole.replace('tags: [web]', () => more)
  await apply(text, { PASSWORD: 'canary' })
  const before = await storedDeclarations()

  const exported = exportYaml(before)
  expect(exported).not.toContain('canary')
  expect(exported).toContain('password: ${SOURCE_GRAPHITE_PASSWORD}')
  expect(exported).toContain('policy:\n      after:\n        ALARM: 3\n')
  const variables = {
    SOURCE_GRAPHITE_PASSWORD: 'canary',
    ALERT_ON_CALL_WEBHOOKURL: 'https://example.com/x',
  }
  expect(await apply(exported, variables)).toEqual([])
})
