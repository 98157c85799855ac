import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  captureError,
  close,
  configure,
  context,
  currentContext,
  decr,
  droppedEvents,
  flush,
  gauge,
  incr,
  set,
  timing,
} from '#client/index.ts'
import { everything } from '#lib/access/reach.ts'
import { tracedErrors } from '#lib/errors/traced/data.ts'
import { treeOf } from '#lib/events/data.ts'
import { readTotal } from '#lib/metrics/data.ts'
import type { View } from '#lib/metrics/terms.ts'
import { viewed } from '#lib/metrics/views.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import { openHttpWorld } from '#tests/lib/intake/world.ts'

/** What an application says through the library, as the real intake has stored it. */
let world: Awaited<ReturnType<typeof openHttpWorld>>
let complaints: string[]
beforeAll(async () => {
  world = await openHttpWorld()
})
afterEach(() => close())
afterAll(() => world.close())

/** A busy machine is slow. */
const PATIENT_MS = 60_000

function use() {
  complaints = []
  configure(world.url.replace('://', `://${world.publicKey}@`), {
    program: 'shop',
    complain: text => complaints.push(text),
  })
}

async function allIsStored() {
  expect(await flush(PATIENT_MS)).toBe(true)
  expect([complaints, droppedEvents()]).toEqual([[], 0])
}

test.each([
  ['one of the library', undefined],
  ['one of its own', 'order 7'],
])(
  'what a piece of work did, and what went wrong in it, is found by its id, %s',
  async (_, own) => {
    use()
    const id = context('request', { id: own }, () => {
      set('response.status', 500)
      context('.sql', () => {
        set('at', new Date(0))
        captureError(new TypeError(`no luck in ${own}`))
      })
      return String(currentContext()?.id)
    })
    await allIsStored()

    const tree = await treeOf(everything, id)
    const traits = Object.fromEntries(tree.map(({ type, traits }) => [type, traits]))
    expect(traits).toEqual({ 'request.sql': { at: 0 }, request: { response: { status: 500 } } })
    expect(await tracedErrors(everything, id)).toMatchObject([
      { message: `TypeError: no luck in ${own}`, level: 'error', project: 'shop', program: 'shop' },
    ])
  },
)

test('numbers are counted, whole and by their filters', async () => {
  use()
  incr('orders', 5, { country: 'ch' })
  incr('orders', 2, { country: 'de' })
  decr('orders', 1)
  gauge('open', 3)
  gauge('open', 4)
  for (let ms = 1; ms <= 1_000; ms++) timing('checkout', ms)
  await allIsStored()

  const project = await getProjectNamed(everything, 'shop')
  const asked = { period: 'all', from: 0, to: Date.now() / 1000 } as const
  const total = async (name: string, view: View, filters = {}) => {
    const cell = await readTotal(project, { ...asked, name, view }, filters)
    return cell && viewed(cell, view, 1)
  }
  expect(await total('orders', 'value')).toBe(6)
  expect(await total('orders', 'value', { country: 'ch' })).toBe(5)
  expect(await total('open', 'value')).toBe(4)
  expect(await total('checkout', 'count')).toBe(1_000)
  const p95 = (await total('checkout', 'p95')) ?? 0
  expect(Math.abs(p95 - 950)).toBeLessThan(950 * 0.025)
})
