import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPlace, type Place } from '#lib/relay/spool/place.ts'
import { openSpool, type Spool } from '#lib/relay/spool/spool.ts'
import { newFolder } from '#tests/lib/relay/world.ts'

const BEGINNING: Place = { segment: 0, offset: 0 }
const MIB = 1024 * 1024

const open = (folder: string, after = BEGINNING, segmentBytes = MIB) =>
  openSpool({ folder, segmentBytes, after })

const frame = (text: string, items = 1) => ({ payload: Buffer.from(text), items, at: 1 })

const segmentsOf = (folder: string) =>
  readdirSync(folder)
    .filter(name => name.endsWith('.units'))
    .sort()
    .map(name => join(folder, name))

/** All that is in it after a place, and how many bytes before the last of it were damaged. */
async function readAll(spool: Spool, after = BEGINNING, windowBytes = 100) {
  const texts: string[] = []
  let damaged = 0
  let place = after
  for (let left = spool.items(); left > 0; ) {
    const batch = await spool.next(place, windowBytes, new AbortController().signal)
    if (!batch) break
    texts.push(...batch.frames.map(({ payload }) => payload.toString()))
    damaged += batch.damaged
    left -= batch.items
    place = batch.to
  }
  return { texts, damaged, place }
}

test('what was put there is read in its order, by the next process too, from where the last one was', async () => {
  const folder = newFolder()
  const first = await open(folder)
  for (const text of ['a', 'b'.repeat(1_000), 'c']) await first.append(frame(text))
  const { texts, place } = await readAll(first)
  expect(texts).toEqual(['a', 'b'.repeat(1_000), 'c'])

  await first.append(frame('d', 7))
  const second = await open(folder, place)
  expect(second.items()).toBe(7)
  await second.append(frame('e'))
  expect((await readAll(second, place)).texts).toEqual(['d', 'e'])
})

test('who waits is woken by the next thing that is put there, and by its own end', async () => {
  const spool = await open(newFolder())
  const waiting = spool.next(BEGINNING, 100, new AbortController().signal)
  await spool.append(frame('now'))
  expect((await waiting)?.frames.map(({ payload }) => payload.toString())).toEqual(['now'])

  const end = new AbortController()
  const ended = spool.next({ segment: 9, offset: 0 }, 100, end.signal)
  end.abort()
  expect(await ended).toBeNull()
})

test('a file that is released is gone, and one whose end was not reached stays', async () => {
  const folder = newFolder()
  const spool = await open(folder, BEGINNING, 100)
  for (const text of ['a', 'b', 'c']) await spool.append(frame(text.repeat(100)))
  expect(segmentsOf(folder)).toHaveLength(3)

  const batch = await spool.next(BEGINNING, 1, new AbortController().signal)
  await spool.release(batch as NonNullable<typeof batch>)
  expect(segmentsOf(folder)).toHaveLength(2)
  expect(spool.items()).toBe(2)

  // A number is never given twice: a place stays what it was.
  const { place, texts } = await readAll(spool, batch?.to)
  expect(texts).toHaveLength(2)
  await spool.release({ to: place, items: 2 })
  expect(segmentsOf(folder)).toHaveLength(0)
  await spool.append(frame('d'))
  expect((await readAll(spool, place)).texts).toEqual(['d'])
})

test.each([1, 10, 23, 24, 25, 30])(
  'a frame of which %i bytes were written when the power was lost is none',
  async written => {
    const folder = newFolder()
    const first = await open(folder)
    await first.append(frame('whole'))
    const [file = ''] = segmentsOf(folder)
    const whole = readFileSync(file)
    appendFileSync(file, whole.subarray(0, Math.min(written, whole.length - 1)))

    const second = await open(folder)
    expect(second.items()).toBe(1)
    await second.append(frame('after'))
    expect((await readAll(second)).texts).toEqual(['whole', 'after'])
  },
)

test.each([100, 100_000])(
  'damage in the middle costs what it hit and nothing else, read %i bytes at a time',
  async windowBytes => {
    const folder = newFolder()
    const first = await open(folder)
    for (let i = 0; i < 50; i++) await first.append(frame(`${i} ${'x'.repeat(50)}`))
    const [file = ''] = segmentsOf(folder)
    const bytes = readFileSync(file)
    bytes.fill(0xff, 1_000, 1_010)
    // A length that lies beyond the end.
    bytes.writeUInt32BE(5_000, bytes.indexOf('BLFR', 2_000) + 4)
    writeFileSync(file, bytes)

    const spool = await open(folder)
    expect(spool.items()).toBe(48)
    const { texts, damaged } = await readAll(spool, BEGINNING, windowBytes)
    expect(texts).toHaveLength(48)
    expect(damaged).toBeGreaterThan(100)
  },
)

test('a file that is cut or removed while it is read is passed over', async () => {
  const folder = newFolder()
  const spool = await open(folder, BEGINNING, 100)
  for (const text of ['a', 'b', 'c']) await spool.append(frame(text.repeat(100)))
  const [first = '', second = ''] = segmentsOf(folder)
  rmSync(first)
  truncateSync(second, 10)
  const { signal } = new AbortController()
  const cut = await spool.next(BEGINNING, 1_000, signal)
  expect(cut).toMatchObject({ frames: [], damaged: 10 })
  const read = await spool.next(cut?.to ?? BEGINNING, 1_000, signal)
  expect(read?.frames.map(({ payload }) => payload.toString())).toEqual(['c'.repeat(100)])
})

test('the oldest file makes room, also when it is the one that is written to', async () => {
  const folder = newFolder()
  const spool = await open(folder, BEGINNING, 100)
  for (const text of ['a', 'b']) await spool.append(frame(text.repeat(100), 5))
  expect(await spool.dropOldest()).toBe(5)
  expect(await spool.dropOldest()).toBe(5)
  expect(await spool.dropOldest()).toBe(0)
  expect(spool.bytes()).toBe(0)
  await spool.append(frame('c'))
  expect((await readAll(spool)).texts).toEqual(['c'])
})

test('how far it was sent is remembered; half a place is the one before, and none is the beginning', async () => {
  const folder = newFolder()
  const first = await openPlace(folder)
  expect(first.progress()).toMatchObject({ ...BEGINNING, claim: null })
  const claim = { centre: 'one', isOnly: false, to: { segment: 3, offset: 99 } }
  await first.save({ segment: 3, offset: 12, claim })
  await first.save({ segment: 3, offset: 99, claim: null })
  await first.close()

  const read = async () => {
    const file = await openPlace(folder)
    await file.close()
    return file.progress()
  }
  expect(await read()).toMatchObject({ segment: 3, offset: 99, claim: null })
  // The second was written into the first half.
  const path = join(folder, 'place')
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0, 20, 4_096))
  expect(await read()).toMatchObject({ segment: 3, offset: 12, claim })
  writeFileSync(path, 'nothing')
  expect(await read()).toMatchObject({ ...BEGINNING, claim: null })
})
