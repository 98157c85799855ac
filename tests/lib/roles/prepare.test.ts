import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { getDashboard, listDashboards } from '#lib/dashboards/data.ts'
import { type Env, readEnv } from '#lib/env.ts'
import { builtInMonitors } from '#lib/monitors/built-in/monitors.ts'
import { addBuiltIn } from '#lib/monitors/built-in/mutations.ts'
import { exampleMonitors } from '#lib/monitors/examples.ts'
import { createMonitor, deleteMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { prepareDatabase } from '#lib/roles/database.ts'
import { applyConfigured, giveExamples, giveKeys } from '#lib/roles/prepare.ts'
import { seal } from '#lib/secrets.ts'
import { createSource } from '#lib/sources/mutations.ts'
import { ada, byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeEach(async () => {
  database = await freshDatabase()
})
afterEach(() => database.close())

const said: string[] = []
async function prepare(env: Partial<Env> = {}) {
  said.length = 0
  const settings = { ...readEnv(), configFile: undefined, ...env }
  await applyConfigured(settings, database.url, line => said.push(line))
  await giveExamples(database.url)
}

const names = async () => {
  const rows = await database.db.monitor.findMany({ orderBy: { id: 'asc' } })
  return rows.map(({ name, active }) => `${name}${active ? '' : ' (paused)'}`)
}

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'belfry-prepare-')), 'belfry.yaml')
  writeFileSync(file, text)
  return file
}

test('a new installation has one example that runs, one paused for each kind of source, and watches itself', async () => {
  await prepare()
  expect(await names()).toEqual([
    'Belfry: runs start on time',
    'Example: Graphite (paused)',
    'Example: SQL (paused)',
    'Example: web site (paused)',
    'Example: Prometheus (paused)',
    'Belfry: every monitor runs',
    'Belfry: alerts get through',
    'Belfry: nothing is dropped for want of room',
    'Belfry: all is well',
  ])
  const given = [...exampleMonitors, ...builtInMonitors]
  expect(await database.db.monitorVersion.count()).toBe(given.length)
})

test('and a dashboard that shows what is there, unless a file brings its own', async () => {
  await prepare()
  const { items } = await listDashboards(everything, { limit: 10 })
  expect(items).toMatchObject([
    { name: 'Belfry: this installation', savedBy: 'Belfry', version: 1 },
  ])
  const { panels } = await getDashboard(everything, items[0]?.id ?? 0)
  const watched = panels.flatMap(({ panel }) => (panel.kind === 'monitor' ? [panel.monitor] : []))
  expect(watched).toEqual(['Belfry: runs start on time'])

  await database.db.setting.delete({ where: { key: 'examples' } })
  await database.pool.query('truncate dashboard, monitor cascade')
  await prepare({ configFile: fileWith('dashboards: { Own: {} }') })
  const own = await listDashboards(everything, { limit: 10 })
  expect(own.items.map(({ name }) => name)).toEqual(['Own'])
})

test('examples that were deleted do not come back', async () => {
  await prepare()
  for (const { id } of await database.db.monitor.findMany()) await deleteMonitor(id, ada)
  await prepare()
  expect(await names()).toEqual([])
})

test('an installation that had monitors before is offered those that watch it, and given what it lacks', async () => {
  await createMonitor(monitorInput.parse({ ...builtInMonitors[0], unit: 'own' }), ada)
  await prepare()
  expect(await names()).toHaveLength(1)
  expect(await addBuiltIn(ada)).toBe(builtInMonitors.length - 1)
  expect(await addBuiltIn(ada)).toBe(0)
  expect(await names()).toEqual(builtInMonitors.map(({ name }) => name))
  expect(await database.db.monitor.count({ where: { unit: 'own' } })).toBe(1)
})

test('a file with monitors of its own leaves no room for examples', async () => {
  const text = "monitors:\n  Own:\n    schedule: '@daily'\n    script: return 1\n"
  await prepare({ configFile: fileWith(text) })
  expect(await names()).toEqual(['Own'])
  expect(said).toEqual([expect.stringMatching(/^Configuration \S+belfry\.yaml: 1 created$/)])
  await prepare()
  expect(await names()).toEqual(['Own'])
})

test('a file with a mistake stops the start and changes nothing', async () => {
  const text = 'sources:\n  a: { type: http }\nmonitors:\n  Own: {}\n'
  await expect(prepare({ configFile: fileWith(text) })).rejects.toThrow(/line 4, monitors\.Own\./)
  expect(await database.db.source.count()).toBe(0)
})

test('a secret that is not the one of this database is refused at the start', async () => {
  await createSource(
    { key: 'a', type: 'graphite', config: { url: 'http://x', password: 'x' } },
    byAda,
  )
  expect(await prepareDatabase(database.url)).toEqual([])

  const right = process.env.BELFRY_SECRET
  process.env.BELFRY_SECRET = 'another secret than before'
  try {
    await expect(prepareDatabase(database.url)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/BELFRY_SECRET is not the one/),
    })
  } finally {
    process.env.BELFRY_SECRET = right
  }
})

test('the projects that are always there have a pair of keys, which is not made again once revoked', async () => {
  await Promise.all([giveKeys(database.url), giveKeys(database.url)])
  const keys = await database.db.projectKey.findMany({ orderBy: { projectId: 'asc' } })
  expect(keys.map(({ projectId }) => projectId)).toEqual([1, 2])

  await database.db.projectKey.updateMany({ data: { revokedAt: new Date() } })
  await giveKeys(database.url)
  expect(await database.db.projectKey.count()).toBe(2)
})

test('keys of projects that were sealed with another secret stop a start', async () => {
  await database.db.projectKey.create({
    data: { projectId: 1, publicKey: 'foreign', privateKey: seal('private', ['another secret']) },
  })
  await expect(prepareDatabase(database.url)).rejects.toThrow('BELFRY_SECRET is not the one')
})
