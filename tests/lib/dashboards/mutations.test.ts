import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '#lib/access/person.ts'
import { everything, reachOf } from '#lib/access/reach.ts'
import {
  findDashboard,
  getDashboard,
  getVersion,
  listDashboards,
  versionsOf,
} from '#lib/dashboards/data.ts'
import { importDashboards } from '#lib/dashboards/import/mutations.ts'
import {
  addPanel,
  copyDashboard,
  createDashboard,
  deleteDashboard,
  restoreVersion,
  updateDashboard,
} from '#lib/dashboards/mutations.ts'
import { ada, bob } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { editorIn, newDashboard, note } from '#tests/lib/dashboards/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  await database.db.group.createMany({ data: [{ name: 'ops' }, { name: 'shop' }] })
})
afterAll(() => database.close())

const read = (id: number) => getDashboard(everything, id)
const versions = async (id: number) =>
  (await versionsOf((await read(id)).id, { limit: 50 })).items.map(
    ({ version, savedBy, changed }) => `${version} ${savedBy}: ${changed.join(', ')}`,
  )

const changesOf = (id: number, by: Person): Promise<unknown>[] => [
  updateDashboard(id, { range: '1h' }, by),
  addPanel(id, note(''), by),
  restoreVersion(id, 1, by),
  copyDashboard(id, by),
  deleteDashboard(id, by),
]
/** How each was refused. */
const codes = async (changes: Promise<unknown>[]) =>
  (await Promise.allSettled(changes)).map(end => end.status === 'rejected' && end.reason.code)

const crowded = {
  kind: 'number',
  line: { metric: 'a', filters: Object.fromEntries([...'abcdefghijk'].map(name => [name, 'x'])) },
}

describe('saving', () => {
  test('makes a version that tells who saved what', async () => {
    const id = await newDashboard({ name: 'Shop' })
    await updateDashboard(id, { range: '7d', panels: [{ panel: note('hello') }] }, bob)
    await updateDashboard(id, { description: 'All of it', name: 'The shop' }, ada)
    expect(await read(id)).toMatchObject({
      ...{ name: 'The shop', description: 'All of it', range: '7d', version: 3, savedBy: 'ada' },
      panels: [{ id: 'p1', x: 0, y: 0, w: 6, h: 3, panel: note('hello') }],
    })
    expect(await versions(id)).toEqual([
      '3 ada: name, description',
      '2 bob: range, panels',
      '1 ada: ',
    ])
  })

  test('what is as it was makes no version, whatever is left undefined', async () => {
    const panel = { kind: 'number', line: { metric: 'orders', label: undefined } }
    const id = await newDashboard({ panels: [{ panel }] })
    const { panels } = await read(id)
    await updateDashboard(id, { range: '24h', panels: [{ ...panels[0], panel }] }, bob)
    expect(await versions(id)).toHaveLength(1)
  })

  test('is refused for whoever began with an older version, with the name of who was faster', async () => {
    const id = await newDashboard({ name: 'Busy' })
    await updateDashboard(id, { range: '1h' }, bob, 1)
    await expect(updateDashboard(id, { range: '7d' }, ada, 1)).rejects.toMatchObject({
      ...{ code: 'conflict', fields: { version: 'is 2 by now' } },
      message: '“Busy” was saved by bob since: it is at version 2 now.',
    })
    expect(await read(id)).toMatchObject({ range: '1h', version: 2 })
  })

  test('of many at once who began with the same version one gets through', async () => {
    const id = await newDashboard()
    const saves = await Promise.allSettled(
      ['one', 'two', 'three', 'four'].map(description =>
        updateDashboard(id, { description }, ada, 1),
      ),
    )
    expect(saves.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await versions(id)).toHaveLength(2)
  })

  test.each([
    ['name', { name: ' ' }],
    ['range', { range: '3h' }],
    ['panels.0.panel.kind', { panels: [{ panel: { kind: 'pie' } }] }],
    ['panels.0.panel.lines.0.metric', { panels: [{ panel: { kind: 'metrics', lines: [{}] } }] }],
    ['panels.0.panel.line.filters', { panels: [{ panel: crowded }] }],
    ['panels.0.x', { panels: [{ x: 12, y: 0, panel: note('') }] }],
    ['panels.1.id', { panels: Array(2).fill({ id: 'a', panel: note('') }) }],
    ['panels', { panels: Array(61).fill({ panel: note('') }) }],
    ['groups', { groups: ['nobody'] }],
  ])('names the field %s that is not valid', async (field, patch) => {
    const id = await newDashboard()
    const problem = await updateDashboard(id, patch, ada).catch(error => error)
    expect([problem.code, Object.keys(problem.fields)]).toEqual(['invalid', [field]])
    expect(await versions(id)).toHaveLength(1)
  })
})

test('a name is only there once, also for two who take it at the same time', async () => {
  const both = await Promise.allSettled([
    newDashboard({ name: 'One' }),
    newDashboard({ name: 'One' }),
  ])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const other = await newDashboard()
  await expect(updateDashboard(other, { name: 'One' }, ada)).rejects.toMatchObject({
    ...{ code: 'conflict', fields: { name: 'is taken already' } },
  })
})

test('panels that several people add at once are all there, none upon another', async () => {
  const id = await newDashboard()
  const ids = await Promise.all(
    ['a', 'b', 'c', 'd', 'e'].map(text => addPanel(id, note(text), ada)),
  )
  const { panels, version } = await read(id)
  expect([panels.map(panel => panel.id).toSorted(), version]).toEqual([ids.toSorted(), 6])
  expect(new Set(panels.map(({ x, y }) => `${x},${y}`)).size).toBe(5)
})

test('files with the same dashboards in another order do not wait for each other for ever', async () => {
  const named = (names: string[], text: string) =>
    `dashboards:\n${names.map(name => `  ${name}: { description: ${text} }\n`).join('')}`
  const replace = { replace: true }
  await importDashboards(named(['a', 'b'], 'before'), ada)
  const ends = await Promise.allSettled([
    importDashboards(named(['new1', 'a', 'b'], 'one'), ada, replace),
    importDashboards(named(['b', 'new2', 'a'], 'two'), ada, replace),
    importDashboards(named(['a', 'new3', 'b'], 'three'), ada, replace),
  ])
  expect(ends.map(({ status }) => status)).toEqual(Array(3).fill('fulfilled'))
})

test('an old version comes back as a new one, and who may see it stays', async () => {
  const id = await newDashboard({ panels: [{ panel: note('first') }] })
  await updateDashboard(id, { panels: [], groups: ['ops'], name: 'Renamed' }, ada)
  await restoreVersion(id, 1, bob)
  const { id: reached, ...dashboard } = await read(id)
  expect(dashboard).toMatchObject({
    ...{ version: 3, savedBy: 'bob', groups: ['ops'], panels: [{ panel: note('first') }] },
  })
  expect(await getVersion(reached, 2)).toMatchObject({ name: 'Renamed', panels: [] })
  await expect(restoreVersion(id, 9, bob)).rejects.toMatchObject({ code: 'not_found' })
})

test('a copy has a name of its own and all the rest', async () => {
  const id = await newDashboard({ name: 'Original', panels: [{ panel: note('x') }], range: '1h' })
  const copies = [await copyDashboard(id, ada), await copyDashboard(id, ada)]
  const [first, second] = await Promise.all(copies.map(read))
  expect([first?.name, second?.name]).toEqual(['Original (copy)', 'Original (copy 2)'])
  expect(first).toMatchObject({ range: '1h', version: 1, panels: [{ panel: note('x') }] })
  expect((await read(await copyDashboard(id, ada, 'Given'))).name).toBe('Given')
})

test('what is deleted is gone, its name free again', async () => {
  const id = await newDashboard({ name: 'Gone' })
  await deleteDashboard(id, ada)
  expect(await findDashboard(everything, id)).toBeNull()
  expect(await codes(changesOf(id, ada))).toEqual(Array(5).fill('not_found'))
  expect(await newDashboard({ name: 'Gone' })).not.toBe(id)
})

describe('a dashboard that is limited to groups', () => {
  const member = editorIn('ops')
  const outsider = editorIn('shop')

  test('is not there for others, whatever they try', async () => {
    const id = await newDashboard({ name: 'Ops only', groups: ['ops'] })
    expect(await findDashboard(reachOf(member), id)).toMatchObject({ groups: ['ops'] })
    expect(await findDashboard(reachOf(outsider), id)).toBeNull()
    const listed = await listDashboards(reachOf(outsider), { q: 'ops only', limit: 9 })
    expect(listed.items).toEqual([])
    expect(await codes(changesOf(id, outsider))).toEqual(Array(5).fill('not_found'))
    expect(await read(id)).toMatchObject({ version: 1 })
  })

  test('is made by somebody in them, and not so that its maker would not see it', async () => {
    const make = (groups: string[]) => newDashboard({ groups }, member)
    expect(await make(['ops'])).toBeGreaterThan(0)
    await expect(make(['shop'])).rejects.toMatchObject({
      fields: { groups: 'you are not in shop' },
    })
    await expect(make(['ops', 'shop'])).rejects.toMatchObject({
      fields: { groups: 'you are not in shop' },
    })
  })

  test('keeps the groups that others gave it, unless somebody in one of them takes them away', async () => {
    const id = await newDashboard({ groups: ['ops', 'shop'] })
    await updateDashboard(id, { range: '1h' }, member)
    expect(await read(id)).toMatchObject({ groups: ['ops', 'shop'], range: '1h' })
    await expect(updateDashboard(id, { groups: ['shop'] }, member)).rejects.toMatchObject({
      fields: { groups: 'you are in none of them' },
    })
    await updateDashboard(id, { groups: ['ops'] }, member)
    expect(await read(id)).toMatchObject({ groups: ['ops'], version: 3 })
  })

  test('is in no other groups by a name with a comma', async () => {
    await database.db.group.create({ data: { name: 'ops,shop' } })
    const id = await newDashboard({ groups: ['ops,shop'] })
    const update = updateDashboard(id, { groups: ['ops', 'shop'] }, editorIn('ops,shop'))
    await expect(update).rejects.toMatchObject({ fields: { groups: 'you are not in ops, shop' } })
  })

  test('is not opened again by somebody who saves what they began before it was limited', async () => {
    const id = await newDashboard()
    await updateDashboard(id, { groups: ['ops'] }, ada)
    const late = updateDashboard(id, { groups: [], range: '1h' }, member, 1)
    await expect(late).rejects.toMatchObject({ code: 'conflict' })
    expect(await read(id)).toMatchObject({ groups: ['ops'], version: 2 })
    expect(await versions(id)).toEqual(['2 ada: groups', '1 ada: '])
  })

  test('is copied for the groups of who copies it', async () => {
    const id = await newDashboard({ groups: ['ops', 'shop'] })
    const copy = await copyDashboard(id, member)
    expect((await read(copy)).groups).toEqual(['ops'])
  })
})

describe('lists', () => {
  test('are by name and go on where the page before ended', async () => {
    await database.pool.query('truncate dashboard cascade')
    for (const name of ['beta', 'Alpha', 'gamma']) await createDashboard({ name }, ada)
    const first = await listDashboards(everything, { limit: 2 })
    const rest = await listDashboards(everything, { limit: 2, cursor: first.next ?? '' })
    expect([first.items, rest.items].map(items => items.map(({ name }) => name))).toEqual([
      ['Alpha', 'beta'],
      ['gamma'],
    ])
    expect(rest.next).toBeNull()
    await expect(listDashboards(everything, { limit: 2, cursor: 'x' })).rejects.toMatchObject({
      fields: { cursor: 'is not valid' },
    })
  })

  test.each([
    ['its name', 'SHOP f', 1],
    ['its description', 'front page', 1],
    ['the title of a panel', 'Orders by', 1],
    ['a metric', 'orders.placed', 1],
    ['a monitor', 'Checkout lat', 1],
    ['signs that stand for something in SQL', '50%_', 1],
    ['the metric of a number', 'Refunds', 1],
    ['a monitor among others', 'checkout', 1],
    ['signs that stand for something in a pattern', '(a.b*)"\\\\', 1],
    ['what such a pattern would find', 'O.ders', 0],
    ['nothing of it', 'absent', 0],
    ['what no text can hold', '\0\ud800', 0],
    ['a field of the form in which it is stored', 'lines', 0],
  ])('find a dashboard by %s', async (_, q, found) => {
    await database.pool.query('truncate dashboard cascade')
    const panels = [
      { kind: 'metrics', title: 'Orders by country', lines: [{ metric: 'orders.placed' }] },
      { kind: 'monitor', monitor: 'Checkout latency' },
      { kind: 'monitors', names: ['Disk', 'Checkout'] },
      { kind: 'number', line: { metric: 'refunds' } },
      { kind: 'text', text: 'see (A.B*)"\\\\' },
    ].map(panel => ({ panel }))
    await newDashboard({ name: 'Shop floor', description: 'The front page, 50%_', panels })
    await newDashboard({ name: 'Other' })
    expect((await listDashboards(everything, { q, limit: 9 })).items).toHaveLength(found)
  })
})
