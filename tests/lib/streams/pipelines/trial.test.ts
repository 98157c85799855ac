import { expect, test } from 'vitest'
import { z } from 'zod'
import type { StreamEvent } from '#lib/streams/event.ts'
import { defineHandler, type HandlerPlugin } from '#lib/streams/handlers/contract.ts'
import { trial } from '#lib/streams/pipelines/trial/run.ts'

const event = (uid: string): StreamEvent => ({
  ...{ uid, type: 'order', at: 1, start: 1, id: uid, host: '', pid: null, traits: {} },
})
const nowhere = {
  stream: {
    ...{ id: '1', projectId: 1, trigger: 'orders', triggerId: 1, occasion: 'fire' as const },
    ...{ traits: {}, firstEvent: 1, lastEvent: 1, depth: 0, url: '' },
  },
  sandbox: { run: () => Promise.reject(new Error('not asked for')) },
  reach: { all: false as const, groups: [] },
  signal: AbortSignal.timeout(60_000),
}
const kind = (id: string, open: HandlerPlugin['open']): HandlerPlugin =>
  defineHandler({ id, label: id, description: '', params: z.object({}), open })
const run = (...plugins: HandlerPlugin[]) =>
  trial(
    plugins.map(plugin => ({ plugin, params: {} })),
    [event('a'), event('b')],
    nowhere,
  )

const drops = kind('drops', () => ({ handle: ([first]) => (first ? [first] : []) }))
const adds = kind('adds', () => ({
  handle: events => [...events, event('made')],
  commit: effects => void effects.events.push({ type: 'told', traits: {} }),
}))
const fails = kind('fails', (_, { log }) => ({
  handle() {
    log('warn', 'this will not do')
    throw new Error('no good')
  },
}))

test('each step tells which events it kept back and added, and what it would bring about', async () => {
  const { error, steps } = await run(drops, adds)
  expect(error).toBeNull()
  expect(steps).toMatchObject([
    { name: 'drops', outcome: 'done', taken: 2, given: 1, dropped: [{ uid: 'b' }], counts: {} },
    { name: 'adds', outcome: 'done', taken: 1, given: 2, added: [{ uid: 'made' }] },
  ])
  expect(steps[1]).toMatchObject({ effects: { events: [{ type: 'told' }] }, counts: { events: 1 } })
})

test('when one fails nothing would be brought about, and those after it are not run', async () => {
  const { error, steps } = await run(adds, fails, drops)
  expect(error).toContain('no good')
  expect(steps).toMatchObject([
    { name: 'adds', outcome: 'done', counts: {} },
    { name: 'fails', outcome: 'failed', log: [{ level: 'warn', message: 'this will not do' }] },
    { name: 'drops', outcome: 'skipped', taken: 0 },
  ])
})

test('of very many effects the first ones are shown, and how many there are', async () => {
  const many = kind('many', () => ({
    handle: events => events,
    commit: effects => {
      for (let i = 0; i < 50; i++) effects.events.push({ type: String(i), traits: {} })
    },
  }))
  const { steps } = await run(many)
  expect(steps[0]?.effects.events).toHaveLength(20)
  expect(steps[0]?.counts).toEqual({ events: 50 })
})
