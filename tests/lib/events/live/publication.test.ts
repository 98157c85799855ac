import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openAssembly, piecesOf } from '#lib/events/live/publication.ts'
import { NOTICE_BYTES } from '#lib/events/live/watch.ts'

const told = (bytes: number) => [
  {
    id: 'w',
    matched: 3,
    unread: 0,
    events: [`{"traits":"é ${randomBytes(bytes).toString('hex')}"}`],
  },
]

test('a publication of any size comes in pieces that a notice takes', async () => {
  for (const bytes of [0, 10, 30_000]) {
    const sent = told(bytes)
    const assemble = openAssembly()
    const pieces = await piecesOf('sender.1', sent)
    const got = []
    for (const piece of pieces) {
      expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(NOTICE_BYTES)
      got.push(await assemble(piece))
    }
    expect(got.at(-1)).toEqual(sent)
    expect(got.slice(0, -1).every(one => one === null)).toBe(true)
  }
})

test('what began before one listened is left aside, what follows is not', async () => {
  const assemble = openAssembly()
  const [first = '', ...others] = await piecesOf('sender.1', told(30_000))
  expect(first).not.toBe('')
  for (const piece of others) expect(await assemble(piece)).toBeNull()
  const next = told(5)
  const [whole = ''] = await piecesOf('sender.2', next)
  expect(await assemble(whole)).toEqual(next)
})
