import { afterAll, beforeEach, expect, test } from 'vitest'
import {
  type Classification,
  type ClassifySettings,
  DEFAULT_SETTINGS,
  type Group,
} from '#lib/errors/classify/contract.ts'
import { openClassification } from '#lib/errors/classify/open.ts'
import { inTransaction } from '#lib/transaction.ts'
import { freshDatabase } from '#tests/database.ts'
import { eventOf, exceptionOf } from '#tests/lib/errors/classify/events.ts'

const database = await freshDatabase()
const { pool } = database
afterAll(() => database.close())
beforeEach(() => pool.query('delete from signature'))

const open = (settings: Partial<ClassifySettings> = {}) =>
  openClassification(pool, 1, { ...DEFAULT_SETTINGS, ...settings })

const groupOf = (classification: Classification, message: string): Group =>
  classification.classify(eventOf(message)).group

/** Saves and commits; answers the signatures of the groups. */
async function save(classification: Classification, ...groups: Group[]): Promise<number[]> {
  const saved = await inTransaction(pool, client => classification.save(client))
  saved.confirm()
  return groups.map(saved.signatureOf)
}

async function rows() {
  const { rows: found } = await pool.query(
    'select id, origin, template, first_message, root_id, level, first_seen from signature order by id',
  )
  return found
}

test('a new group becomes a signature with what founded it', async () => {
  const classification = await open()
  const group = groupOf(classification, 'disk  sda1 is full')
  expect(group.signatureId).toBeNull()
  const [id] = await save(classification, group)
  expect(await rows()).toEqual([
    {
      id,
      root_id: id,
      origin: 'template',
      template: 'disk sda1 is full',
      first_message: 'disk  sda1 is full',
      level: 3,
      first_seen: new Date(Date.UTC(2026, 0, 1)),
    },
  ])
  expect(group.signatureId).toBe(id)
})

test('a classification that is opened anew knows what was saved', async () => {
  const first = await open()
  const exceptions = [exceptionOf('KeyError', ['get'])]
  const groups = [
    groupOf(first, 'disk sda1 is full'),
    groupOf(first, 'cannot resolve db.example.com from the shop'),
    first.classify(eventOf('id 7', { exceptions })).group,
    first.classify(eventOf('any', { fingerprint: ['payment'] })).group,
  ]
  const ids = await save(first, ...groups)

  const second = await open()
  expect([
    groupOf(second, 'disk sdb2 is full').signatureId,
    groupOf(second, 'cannot resolve mail.example.com from the shop').signatureId,
    second.classify(eventOf('id 8', { exceptions })).group.signatureId,
    second.classify(eventOf('other', { fingerprint: ['payment'] })).group.signatureId,
  ]).toEqual(ids)
})

test('two processes that find the same at once end with one signature', async () => {
  const [one, other] = [await open(), await open()]
  const [a, b] = [groupOf(one, 'disk sda1 is full'), groupOf(other, 'disk sdb2 is full')]
  const own = groupOf(other, 'link down')
  const [first] = await save(one, a)
  const [same, second] = await save(other, b, own)
  expect(same).toBe(first)
  expect(second).not.toBe(first)
  expect(groupOf(other, 'disk sdc3 is full').signatureId).toBe(first)
  expect(await rows()).toHaveLength(2)
})

test('both end the same when they save at the same time', async () => {
  const all = await Promise.all(Array.from({ length: 4 }, () => open()))
  const texts = ['disk full', 'link down', 'fan stopped']
  const ids = await Promise.all(
    all.map((classification, i) => {
      const turned = [...texts.slice(i % 3), ...texts.slice(0, i % 3)]
      const groups = new Map(turned.map(text => [text, groupOf(classification, text)]))
      return save(classification, ...texts.map(text => groups.get(text) as Group))
    }),
  )
  expect(new Set(ids.map(String)).size).toBe(1)
  expect(await rows()).toHaveLength(3)
})

test('what was rolled back is saved again', async () => {
  const classification = await open()
  const group = groupOf(classification, 'disk full')
  const failing = inTransaction(pool, async client => {
    await classification.save(client)
    throw new Error('the database went away')
  })
  await expect(failing).rejects.toThrow('went away')
  expect(await rows()).toEqual([])
  const [id] = await save(classification, group)
  expect(await rows()).toMatchObject([{ id }])
})

test('what was committed without being told so is found again', async () => {
  const classification = await open()
  const group = groupOf(classification, 'disk full')
  const saved = await inTransaction(pool, client => classification.save(client))
  const [id] = await save(classification, group, groupOf(classification, 'link down'))
  expect(id).toBe(saved.signatureOf(group))
  expect(await rows()).toHaveLength(2)
})

test('a template that became more general is given to be written, once', async () => {
  const classification = await open()
  const group = groupOf(classification, 'disk sda1 is full')
  await save(classification, group)
  groupOf(classification, 'disk sdb2 is full')
  const saved = await inTransaction(pool, client => classification.save(client))
  expect(saved.newTemplateOf(group)).toBe('disk <*> is full')
  saved.confirm()
  const again = await inTransaction(pool, client => classification.save(client))
  expect(again.newTemplateOf(group)).toBeNull()
})

test('a stored template stays as general as it was', async () => {
  const first = await open()
  groupOf(first, 'disk sda1 is full')
  const group = groupOf(first, 'disk sdb2 is full')
  await save(first, group)
  expect(groupOf(await open(), 'disk sda1 is full').template).toBe('disk <*> is full')
})

test('what is deleted makes room for a new signature, and takes its own again when it is back', async () => {
  const classification = await open()
  const [old] = await save(classification, groupOf(classification, 'disk full'))
  await pool.query('update signature set deleted_at = now()')
  const later = await open()
  const [younger] = await save(later, groupOf(later, 'disk full'))
  expect(younger).not.toBe(old)
  await pool.query('update signature set deleted_at = null')
  expect(groupOf(await open(), 'disk full').signatureId).toBe(old)
})

test('a rule takes messages once the classification is opened anew', async () => {
  const classification = await open()
  const [id] = await save(classification, groupOf(classification, 'disk full'))
  await pool.query(`update signature set regex = 'out of (space|inodes)' where id = $1`, [id])
  const verdict = (await open()).classify(eventOf('volume is out of inodes'))
  expect(verdict).toMatchObject({ by: 'rules', matched: 'out of (space|inodes)' })
  expect(verdict.group.signatureId).toBe(id)
})

test('the limit on signatures holds for all processes together', async () => {
  const [one, other] = [await open({ signatures: 2 }), await open({ signatures: 2 })]
  const [first] = await save(one, groupOf(one, 'disk full'))
  const groups = ['fan stopped', 'link down'].map(text => groupOf(other, text))
  const [second, third] = await save(other, ...groups)
  expect((await rows()).map(row => row.origin)).toEqual(['template', 'template', 'overflow'])
  expect((await rows()).map(row => row.id)).toEqual([first, second, third])
  expect(groupOf(one, 'disk full').signatureId).toBe(first)
})

test('signatures of one project are none of another’s', async () => {
  const [one, other] = [await open(), await openClassification(pool, 2, DEFAULT_SETTINGS)]
  const [first] = await save(one, groupOf(one, 'disk full'))
  const [second] = await save(other, groupOf(other, 'disk full'))
  expect(second).not.toBe(first)
})

test('text that a database cannot hold is stored without what it cannot hold', async () => {
  const classification = await open()
  const odd = 'nul \0 and half \ud800 a pair'
  const [id] = await save(classification, groupOf(classification, odd))
  expect(groupOf(await open(), odd).signatureId).toBe(id)
})

test('a thousand groups are saved and known again in their order', async () => {
  const classification = await open()
  const letters = (i: number) => [...String(i)].map(digit => 'abcdefghij'[Number(digit)]).join('')
  const texts = Array.from({ length: 1_000 }, (_, i) => `failure of ${letters(i)} kind`)
  const ids = await save(classification, ...texts.map(text => groupOf(classification, text)))
  expect(ids).toEqual(ids.toSorted((a, b) => a - b))
  const again = await open()
  expect(texts.map(text => groupOf(again, text).signatureId)).toEqual(ids)
})
