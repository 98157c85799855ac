import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { storedDeclarations } from '#lib/config/data.ts'
import { exportYaml } from '#lib/config/export.ts'
import { readConfiguration } from '#lib/config/file.ts'
import { applyConfiguration } from '#lib/config/mutations.ts'
import { describe as inWords } from '#lib/config/words.ts'
import { getDashboard, listDashboards } from '#lib/dashboards/data.ts'
import {
  addPanel,
  copyDashboard,
  deleteDashboard,
  updateDashboard,
} from '#lib/dashboards/mutations.ts'
import { ada } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { newDashboard, note } from '#tests/lib/dashboards/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(() => database.pool.query('truncate dashboard, audit, person_group cascade'))
afterAll(() => database.close())

const file = join(mkdtempSync(join(tmpdir(), 'belfry-dashboards-')), 'belfry.yaml')
const apply = async (text: string, variables: Record<string, string> = {}) => {
  writeFileSync(file, text)
  return inWords(await applyConfiguration(readConfiguration(file, variables)))
}
const only = async () => {
  const { items } = await listDashboards(everything, { limit: 9 })
  expect(items).toHaveLength(1)
  return getDashboard(everything, items[0]?.id ?? 0)
}
const actions = async () => {
  const rows = await database.db.audit.findMany({
    where: { subject: 'dashboard' },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ person, action }) => `${person}: ${action}`)
}

const shop = (text: string) => `dashboards:
  Shop:
    range: 7d
    panels:
      - { id: hello, w: 12, panel: { kind: text, text: ${text} } }
      - panel: { kind: number, line: { metric: orders } }
`

test('a file makes a dashboard, places its panels, and again changes nothing', async () => {
  expect(await apply(shop('Hello'))).toBe('+ dashboard Shop')
  expect(await apply(shop('Hello'))).toBe('')
  expect(await only()).toMatchObject({
    ...{ name: 'Shop', range: '7d', declared: true, version: 1, savedBy: 'belfry.yaml' },
    panels: [
      { id: 'hello', x: 0, y: 0, w: 12, h: 3 },
      { id: 'p1', x: 0, y: 3, w: 3, h: 3 },
    ],
  })
})

test('a change says which panel differs and becomes a version', async () => {
  await apply(shop('Hello'))
  expect(await apply(shop('"${WORD}"'), { WORD: 'Bye' })).toBe(
    '~ dashboard Shop\n    panels.hello.panel.text: "Hello" → "Bye"',
  )
  expect((await only()).version).toBe(2)
})

test('what the file declares is changed by nobody else, and copied by anybody', async () => {
  await apply(shop('Hello'))
  const { id } = await only()
  const changes = await Promise.allSettled([
    updateDashboard(id, { range: '1h' }, ada),
    addPanel(id, note(''), ada),
    deleteDashboard(id, ada),
  ])
  for (const change of changes)
    expect(change).toMatchObject({
      reason: {
        ...{ code: 'conflict', message: '“Shop” is declared in belfry.yaml; change it there.' },
      },
    })
  const copy = await getDashboard(everything, await copyDashboard(id, ada))
  expect(copy).toMatchObject({ name: 'Shop (copy)', declared: false })
})

test('one that was made in the pages is taken over, and given back when it leaves the file', async () => {
  const id = await newDashboard({ name: 'Shop', range: '1h' })
  expect(await apply(shop('Hello'))).toContain('~ dashboard Shop (made in the pages')
  expect(await only()).toMatchObject({ id, declared: true, version: 2, range: '7d' })
  expect(await apply('')).toBe(
    '- dashboard Shop (left the file: kept with its versions, and given to the pages)',
  )
  expect(await only()).toMatchObject({ id, declared: false, version: 2 })
  expect(await actions()).toEqual(['ada: create', 'belfry.yaml: adopt', 'belfry.yaml: release'])
})

test('a deleted one of the same name does not come back', async () => {
  const deleted = await newDashboard({ name: 'Shop' })
  await deleteDashboard(deleted, ada)
  expect(await apply(shop('Hello'))).toBe('+ dashboard Shop')
  expect((await only()).id).not.toBe(deleted)
})

test('groups that only the file knows are made', async () => {
  await apply('dashboards: { Ops: { groups: [ops] } }')
  expect(await database.db.group.findMany()).toMatchObject([{ name: 'ops' }])
  expect(await only()).toMatchObject({ groups: ['ops'] })
})

test('everything exported declares the same again', async () => {
  await newDashboard({ name: 'Notes', panels: [{ panel: note('costs ${PRICE}') }] })
  await newDashboard({ name: 'Empty' })
  await apply(exportYaml(await storedDeclarations()))
  expect(await apply(exportYaml(await storedDeclarations()))).toBe('')
  const { dashboards } = await storedDeclarations()
  expect(dashboards).toMatchObject([
    { name: 'Empty', panels: [] },
    { name: 'Notes', panels: [{ panel: { text: 'costs ${PRICE}' } }] },
  ])
})

test('a mistake is told with its line, and nothing of the file is applied', async () => {
  const wrong = `${shop('Hello')}  Other:\n    panels: [{ panel: { kind: monitor } }]\n`
  await expect(apply(wrong)).rejects.toThrow(
    `${file}, line 8, dashboards.Other.panels.0.panel.monitor: is missing.`,
  )
  expect(await database.db.dashboard.count()).toBe(0)
})
