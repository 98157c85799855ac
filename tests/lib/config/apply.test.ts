import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { storedDeclarations } from '#lib/config/data.ts'
import { exportYaml } from '#lib/config/export.ts'
import { readConfiguration } from '#lib/config/file.ts'
import { applyConfiguration } from '#lib/config/mutations.ts'
import { Prisma } from '#lib/db/client.ts'
import { createMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { declarableProjects } from '#lib/projects/declared/data.ts'
import { revokeKey } from '#lib/projects/keys/mutations.ts'
import { updateProject } from '#lib/projects/mutations.ts'
import { OWN_PROJECTS } from '#lib/projects/schema.ts'
import { unseal } from '#lib/secrets.ts'
import { openSettings } from '#lib/settings.ts'
import { createSource, updateSource } from '#lib/sources/mutations.ts'
import { ada, byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.pool.query('truncate monitor, source, alert cascade')
  await database.pool.query(`delete from project where id > 2; delete from project_key`)
  for (const { id, ...project } of OWN_PROJECTS)
    await database.db.project.update({
      where: { id },
      data: { ...project, protocols: Prisma.DbNull, declared: false },
    })
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
  await createSource({ key: 'graphite', type: 'graphite', config: { url: 'http://old' } }, byAda)
  await createSource({ key: 'other', type: 'http' }, byAda)
  await createMonitor(
    monitorInput.parse({ name: 'Mine', script: 'return 1', schedule: '@daily' }),
    ada,
  )

  expect(await apply(source())).toEqual(['adopt source graphite'])
  expect(await stored()).toEqual(['graphite', 'other', 'Mine'])
  await expect(updateSource('graphite', { enabled: false }, byAda)).rejects.toThrow(/declared/)
  await updateSource('other', { enabled: false }, byAda)
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

const shop = (more = '') => `projects:
  shop:
    limits: { messagesPerSecond: 500 }
    claims: { lists: [shop] }
    keys:
      - publicKey: shop-public
        privateKey: \${PRIVATE_KEY}
${more}`
const PRIVATE_KEY = 'canary-of-the-shop'

const project = async (name: string) => {
  const include = { keys: { orderBy: { id: 'asc' as const } } }
  return database.db.project.findUniqueOrThrow({ where: { name }, include })
}

test('a project is declared with its keys, and nothing tells the private one', async () => {
  const planned = await applyConfiguration(configuration(shop(), { PRIVATE_KEY }), {
    planOnly: true,
  })
  expect(JSON.stringify(planned)).not.toContain(PRIVATE_KEY)

  expect(await apply(shop(), { PRIVATE_KEY })).toEqual(['create project shop'])
  expect(await apply(shop(), { PRIVATE_KEY })).toEqual([])
  const { id, keys, declared } = await project('shop')
  expect([declared, keys.map(key => [key.publicKey, key.declared])]).toEqual([
    true,
    [['shop-public', true]],
  ])
  await expect(updateProject(id, { description: 'x' }, byAda)).rejects.toThrow(/declared/)
  await expect(revokeKey(id, keys[0]?.id ?? 0, byAda)).rejects.toThrow(/declared/)

  expect(await apply(shop(), { PRIVATE_KEY: 'another-canary' })).toEqual(['change project shop'])
  expect(unseal((await project('shop')).keys[0]?.privateKey ?? new Uint8Array())).toBe(
    'another-canary',
  )
})

test('a project that leaves the file loses its claims and keys, and keeps the rest', async () => {
  await apply(shop(), { PRIVATE_KEY })
  expect(await apply('')).toEqual(['release project shop'])
  expect(await project('shop')).toMatchObject({
    declared: false,
    limits: { messagesPerSecond: 500 },
    claims: { lists: [] },
    keys: [{ declared: false, revokedAt: expect.any(Date) }],
  })
  expect(await apply(shop(), { PRIVATE_KEY })).toEqual(['adopt project shop'])
  expect((await project('shop')).keys).toMatchObject([{ declared: true, revokedAt: null }])
})

test('in one file a claim may move, but two may not have it', async () => {
  await apply(shop(), { PRIVATE_KEY })
  const moved = `projects:\n  archive:\n    claims: { lists: [shop] }\n  shop: {}\n`
  expect(await apply(moved)).toEqual(['create project archive', 'change project shop'])

  const twice = `${moved.replace('shop: {}', 'shop:')}    claims:\n      lists: [shop]\n`
  await expect(apply(twice)).rejects.toThrow(
    /belfry\.yaml, line 3, projects\.archive\.claims\.lists: the list shop is claimed/,
  )
})

test('another project’s key is refused where it stands', async () => {
  await apply(shop(), { PRIVATE_KEY })
  const text = shop(
    '  other:\n    keys: [{ publicKey: shop-public, privateKey: another-private }]\n',
  )
  await expect(apply(text, { PRIVATE_KEY })).rejects.toThrow(
    /line 9, projects\.other\.keys\.0\.publicKey: belongs to another/,
  )
})

test('the projects of every installation are as the code says, and are declared only if the file has them', async () => {
  const stored = await declarableProjects(database.db)
  const own = OWN_PROJECTS.map(({ id: _, ...fields }) => ({ ...fields, keys: [] }))
  expect(stored.map(({ declaration }) => declaration)).toEqual(own)
  expect(exportYaml(await storedDeclarations())).not.toContain('incoming')

  const text = 'projects:\n  default:\n    limits: { signatures: 20 }\n'
  expect(await apply(text)).toEqual(['adopt project default'])
  expect((await project('default')).claims).toMatchObject({ lists: ['incoming'] })
  await apply(`${text}    claims: { lists: [other] }\n`)
  expect((await project('default')).claims).toMatchObject({ lists: ['other'] })
  await apply('')
  expect((await project('default')).claims).toMatchObject({ lists: ['incoming'] })
})

test('an exported project is declared by the file that it is exported to', async () => {
  await apply(shop(), { PRIVATE_KEY })
  const text = exportYaml(await storedDeclarations())
  expect(text).not.toContain(PRIVATE_KEY)
  await apply('')
  await database.pool.query('delete from project where id > 2')
  expect(await apply(text, { PROJECT_SHOP_PRIVATE_KEY: PRIVATE_KEY })).toEqual([
    'create project shop',
  ])
})

test('groups that only the file knows are made, and what it declares is limited to them', async () => {
  const limited = [
    source('    groups: [ops]\n'),
    'projects:\n  shop:\n    description: ours\n    groups: [ops, shop]\n',
    monitor('Limited', '    groups: [shop]\n'),
  ].join('')
  await apply(limited)
  const names = await database.db.group.findMany({ orderBy: { name: 'asc' } })
  expect(names.map(({ name }) => name)).toEqual(['ops', 'shop'])
  expect(await storedDeclarations()).toMatchObject({
    sources: [{ groups: ['ops'] }],
    projects: expect.arrayContaining([
      expect.objectContaining({ name: 'shop', groups: ['ops', 'shop'] }),
    ]),
    monitors: [{ groups: ['shop'] }],
  })
  expect(await apply(limited)).toEqual([])
  expect(await apply(exportYaml(await storedDeclarations()))).not.toContain(
    'change source graphite',
  )

  await apply(limited.replaceAll(/ {4}groups: .*\n/g, ''))
  expect((await storedDeclarations()).sources).toMatchObject([{ groups: [] }])
})

test('a plan makes no groups', async () => {
  await applyConfiguration(configuration(source('    groups: [night]\n')), { planOnly: true })
  expect(await database.db.group.findUnique({ where: { name: 'night' } })).toBeNull()
})
