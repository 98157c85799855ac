import { afterEach, beforeEach, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { listChanges } from '#lib/audit/data.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { listSignatures } from '#lib/errors/data.ts'
import { findSignature, getSignature } from '#lib/errors/detail/data.ts'
import { examplesOf } from '#lib/errors/examples/data.ts'
import { changeSignature, operateOn, previewSplit, splitSignature } from '#lib/errors/mutations.ts'
import { undoers } from '#lib/registry.ts'
import { ada } from '#tests/actor.ts'
import { contradictions, openStore, type Store } from '#tests/lib/errors/store.ts'
import { signatureReached } from '#tests/reached.ts'

let store: Store
beforeEach(async () => {
  store = await openStore()
})
afterEach(() => store.close())

const undo = (entry: number | undefined) => undoChange(undoers, entry ?? 0, ada)
const DISK = 'disk sda1 is full'
const MAIL = 'mail server refused the message'

async function two() {
  await store.send({ message: DISK }, { message: DISK }, { message: MAIL })
  return { disk: await store.signatureOf(DISK), mail: await store.signatureOf(MAIL) }
}

test('a new name, threshold and rule are there, and gone when they are undone', async () => {
  const { disk } = await two()
  const entries = await changeSignature(
    disk,
    { name: 'Disks', threshold: 0.8, regex: 'disk .* is full' },
    ada,
  )
  expect(await getSignature(everything, disk)).toMatchObject({
    ...{ name: 'Disks', threshold: 0.8, regex: 'disk .* is full' },
  })
  expect(entries).toHaveLength(1)
  await undo(entries[0])
  expect(await getSignature(everything, disk)).toMatchObject({
    name: '',
    threshold: null,
    regex: null,
  })
})

test('what is so already is not noted', async () => {
  const { disk } = await two()
  await changeSignature(disk, { name: 'Disks' }, ada)
  expect(await changeSignature(disk, { name: 'Disks' }, ada)).toEqual([])
  expect((await listChanges({ limit: 10 })).items).toHaveLength(1)
})

test.each([
  ['(', 'is not an expression'],
  ['a(?=b)', 'looks ahead'],
  ['.*', 'takes every message'],
])('the rule %s is refused', async (regex, problem) => {
  const { disk } = await two()
  await expect(changeSignature(disk, { regex }, ada)).rejects.toMatchObject({
    name: 'UserError',
    fields: { regex: expect.stringContaining(problem) },
  })
})

test('a rule is refused where the project asks none', async () => {
  const { disk } = await two()
  await store.pool.query(
    `update project set settings = '{"errors":{"classifiers":["template"]}}' where id = 1`,
  )
  await expect(changeSignature(disk, { regex: 'disk' }, ada)).rejects.toMatchObject({
    fields: { regex: 'is never asked in this project' },
  })
})

test('an undo that would overwrite a later change is refused and says so', async () => {
  const { disk } = await two()
  const [first] = await changeSignature(disk, { name: 'Disks' }, ada)
  await changeSignature(disk, { name: 'Full disks' }, ada)
  await expect(undo(first)).rejects.toMatchObject({
    code: 'conflict',
    message: 'This cannot be undone: its name was changed since.',
  })
  expect(await getSignature(everything, disk)).toMatchObject({ name: 'Full disks' })
})

test('an undo stands in the trail itself, and happens once', async () => {
  const { disk } = await two()
  const [entry = 0] = await changeSignature(disk, { name: 'Disks' }, ada)
  await undo(entry)
  const { items } = await listChanges({ subject: 'signature', subjectId: String(disk), limit: 10 })
  expect(items).toMatchObject([
    {
      action: 'undo',
      person: 'ada',
      address: '192.0.2.7',
      change: { entry, action: 'rename' },
      undoneAt: null,
    },
    {
      action: 'rename',
      change: { before: { name: '' }, after: { name: 'Disks' } },
      undoneBy: 'ada',
    },
  ])
  await expect(undo(entry)).rejects.toMatchObject({ code: 'conflict' })
  await expect(undo(items[0]?.id)).rejects.toThrow('This cannot be undone.')
})

test('what is resolved opens again with the next error, and then its undo is refused', async () => {
  const { disk } = await two()
  const [entry] = await operateOn({ action: 'resolve', ids: [disk], release: '1.2' }, ada)
  expect(await getSignature(everything, disk)).toMatchObject({
    state: 'resolved',
    resolvedRelease: '1.2',
  })

  await store.send({ message: DISK, release: '1.3' })
  expect(await getSignature(everything, disk)).toMatchObject({
    ...{ state: 'open', regressed: true, regressedRelease: '1.3' },
  })
  await expect(undo(entry)).rejects.toThrow('it came again since')
})

test('resolving without a release notes the newest one that was seen', async () => {
  await store.send({ message: DISK, release: '1.0', at: Date.now() - 60_000 })
  await store.send({ message: DISK, release: '1.1' })
  const disk = await store.signatureOf(DISK)
  await changeSignature(disk, { state: 'resolved' }, ada)
  expect(await getSignature(everything, disk)).toMatchObject({ resolvedRelease: '1.1' })
})

test('what is muted until a moment is open after it, before any error comes', async () => {
  const { disk } = await two()
  const muted = { until: new Date(Date.now() + 60_000), above: null }
  await operateOn({ action: 'mute', ids: [disk], muted }, ada)
  expect(await getSignature(everything, disk)).toMatchObject({ state: 'muted', muted })
  await store.pool.query(`update signature set muted_until = now() - interval '1 second'`)
  expect(await getSignature(everything, disk)).toMatchObject({ state: 'open', muted: null })
  expect(
    (await listSignatures({ reach: everything, state: 'open', limit: 10 })).items,
  ).toHaveLength(2)
})

test('many are resolved at once, each to be undone, or none when one is not there', async () => {
  const { disk, mail } = await two()
  await expect(operateOn({ action: 'resolve', ids: [disk, 999] }, ada)).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await getSignature(everything, disk)).toMatchObject({ state: 'open' })

  const entries = await operateOn({ action: 'resolve', ids: [disk, mail] }, ada)
  expect(entries).toHaveLength(2)
  for (const entry of entries) await undo(entry)
  expect(
    (await listSignatures({ reach: everything, state: 'open', limit: 10 })).items,
  ).toHaveLength(2)
})

test('merged signatures are one, later errors follow, and an undo parts them with what came since', async () => {
  const { disk, mail } = await two()
  const [entry] = await operateOn({ action: 'merge', into: disk, ids: [mail] }, ada)
  await store.renew()
  await store.send({ message: MAIL })
  expect((await listSignatures({ reach: everything, limit: 10 })).items).toMatchObject([
    { id: disk, count: 4, merged: 1 },
  ])
  expect(await getSignature(everything, mail)).toMatchObject({ id: disk })
  expect((await examplesOf(signatureReached(disk), { limit: 10 })).items).toHaveLength(4)

  await undo(entry)
  expect(await getSignature(everything, disk)).toMatchObject({ count: 2, merged: 0 })
  expect(await getSignature(everything, mail)).toMatchObject({ count: 2, merged: 0 })
})

test('a resolved signature regresses by an error of what was merged into it', async () => {
  const { disk, mail } = await two()
  await operateOn({ action: 'merge', into: disk, ids: [mail] }, ada)
  await operateOn({ action: 'resolve', ids: [disk] }, ada)
  await store.send({ message: MAIL })
  expect(await getSignature(everything, disk)).toMatchObject({ state: 'open', regressed: true })
})

test('a merge of merges is undone in any order', async () => {
  const { disk, mail } = await two()
  await store.send({ message: 'queue overflow' })
  const queue = await store.signatureOf('queue overflow')
  const [first] = await operateOn({ action: 'merge', into: disk, ids: [mail] }, ada)
  const [second] = await operateOn({ action: 'merge', into: queue, ids: [disk] }, ada)
  expect(await getSignature(everything, mail)).toMatchObject({ id: queue, count: 4, merged: 2 })
  await undo(first)
  expect(await getSignature(everything, mail)).toMatchObject({ id: mail, count: 1 })
  expect(await getSignature(everything, disk)).toMatchObject({ id: queue, count: 3, merged: 1 })
  await undo(second)
  expect(await getSignature(everything, disk)).toMatchObject({ id: disk, count: 2, merged: 0 })
})

test('a signature is not merged with itself, nor with one of another project', async () => {
  const { disk } = await two()
  await expect(operateOn({ action: 'merge', into: disk, ids: [disk] }, ada)).rejects.toMatchObject({
    fields: { ids: 'needs another signature' },
  })
  const other = 1_000_000
  await store.pool.query(
    `insert into signature (id, root_id, project_id, origin, template, first_message, level, first_seen, last_seen)
     values ($1, $1, 2, 'template', 'it broke', 'it broke', 3, now(), now())`,
    [other],
  )
  await expect(operateOn({ action: 'merge', into: disk, ids: [other] }, ada)).rejects.toMatchObject(
    {
      fields: { ids: 'are of several projects' },
    },
  )
})

test('a deleted signature is gone with what was merged into it, later errors found a new one', async () => {
  const { disk, mail } = await two()
  await operateOn({ action: 'merge', into: disk, ids: [mail] }, ada)
  const [entry] = await operateOn({ action: 'delete', ids: [disk] }, ada)
  expect(await findSignature(everything, disk)).toBeNull()
  expect(await findSignature(everything, mail)).toBeNull()

  await store.renew()
  await store.send({ message: DISK })
  const { items } = await listSignatures({ reach: everything, limit: 10 })
  expect(items).toMatchObject([{ count: 1 }])
  expect(items[0]?.id).not.toBe(disk)

  await undo(entry)
  expect(await getSignature(everything, disk)).toMatchObject({ count: 3, merged: 1 })
})

test('what stands in the way of undoing a merge is named', async () => {
  const { disk, mail } = await two()
  const [entry] = await operateOn({ action: 'merge', into: disk, ids: [mail] }, ada)
  await operateOn({ action: 'delete', ids: [disk] }, ada)
  await expect(undo(entry)).rejects.toThrow(`signature ${disk} was deleted since`)
})

test('a split moves the errors that its rule takes, with their counts, and later ones follow', async () => {
  const users = [17, 20, 17, 31, 17]
  await store.send(
    ...users.map((user, i) => ({ message: `login of user ${user} failed`, host: `web-${i % 2}` })),
  )
  const login = await store.signatureOf('login of user 17 failed')
  const before = await store.totals()

  const { items } = await examplesOf(signatureReached(login), { limit: 10 })
  const events = items.filter(({ message }) => message.includes('17')).map(({ id }) => id)
  const plan = await previewSplit(everything, login, { events: events.slice(0, 2) })
  expect(plan).toMatchObject({ regex: '(?s)^login of user 17 failed$', taken: events, kept: 5 })

  const { id } = await splitSignature(login, { events: events.slice(0, 2), name: 'Seventeen' }, ada)
  expect(await getSignature(everything, id)).toMatchObject({
    ...{
      name: 'Seventeen',
      count: 3,
      template: 'login of user 17 failed',
      examples: 3,
      state: 'open',
    },
    facets: { host: [{ value: 'web-0', count: 3 }], program: [{ value: 'shop', count: 3 }] },
  })
  expect(await getSignature(everything, login)).toMatchObject({ count: 2, examples: 2 })
  expect(await store.totals()).toEqual(before)
  expect(await contradictions(store.pool)).toEqual([])

  await store.renew()
  await store.send({ message: 'login of user 17 failed' }, { message: 'login of user 99 failed' })
  expect(await getSignature(everything, id)).toMatchObject({ count: 4 })
  expect(await getSignature(everything, login)).toMatchObject({ count: 3 })
})

test('an undone split counts as where it came from, and its rule takes nothing any more', async () => {
  await store.send({ message: 'login of user 17 failed' }, { message: 'login of user 20 failed' })
  const login = await store.signatureOf('login of user 20 failed')
  const { id, entry } = await splitSignature(login, { regex: ' 17 ', name: '' }, ada)
  await undo(entry)
  expect(await getSignature(everything, id)).toMatchObject({ id: login, count: 2 })
  await store.renew()
  await store.send({ message: 'login of user 17 failed' })
  expect(await getSignature(everything, login)).toMatchObject({ count: 3 })
  expect(await store.signatureOf('login of user 17 failed')).toBe(login)
})

test.each([
  [{ regex: 'nothing like it' }, 'regex', 'is found in none'],
  [{ regex: '(' }, 'regex', 'is not an expression'],
  [{ events: [999_999] }, 'events', 'are not all kept'],
])('a split by %j is refused and changes nothing', async (choice, field, problem) => {
  const { disk } = await two()
  const before = await store.bySignature()
  await expect(splitSignature(disk, { ...choice, name: '' }, ada)).rejects.toMatchObject({
    fields: { [field]: expect.stringContaining(problem) },
  })
  expect(await store.bySignature()).toEqual(before)
})
