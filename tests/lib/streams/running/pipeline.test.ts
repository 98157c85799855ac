import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineHandler, type Handler, type HandlerContext } from '#lib/streams/handlers/contract.ts'
import { runPipeline, type Step } from '#lib/streams/running/pipeline.ts'
import { streamEvent } from '#tests/lib/streams/event.ts'
import { noSandbox, stream } from '#tests/lib/streams/running/world.ts'

const step = (id: string, open: (context: HandlerContext) => Handler): Step => ({
  params: {},
  plugin: defineHandler({
    ...{ id, label: '', description: '', params: z.strictObject({}) },
    open: (_, context) => open(context),
  }),
})
const events = [streamEvent({ uid: 'a' }), streamEvent({ uid: 'b' })]
const run = (steps: Step[], signal = new AbortController().signal) =>
  runPipeline(steps, events, { stream, signal, sandbox: noSandbox, reach: { all: true } })
const pass: Handler = { handle: given => given }
const error = (uid: string) => ({
  ...{ at: 0, message: uid, level: 3, host: '', program: '' },
})

test('each handler gets what the one before it has answered, and they share an env', async () => {
  const seen: unknown[] = []
  const outcome = await run([
    step('first', () => ({
      handle(given, env) {
        env.note = 'from the first'
        return given.slice(1)
      },
    })),
    step('second', () => ({
      async handle(given, env) {
        seen.push(
          given.map(({ uid }) => uid),
          env,
        )
        return given
      },
    })),
  ])
  expect(outcome.ok).toBe(true)
  expect(seen).toEqual([['b'], { stream_id: '7', stream_name: 'orders', note: 'from the first' }])
})

test('effects are what handlers commit, in their order, and the events that are new', async () => {
  const committing = (message: string) =>
    step('one', () => ({
      handle: given => [...given, streamEvent({ uid: message })],
      commit: effects => void effects.errors.push(error(message)),
    }))
  const outcome = await run([committing('x'), committing('y')])
  expect(outcome.ok && outcome.effects.errors.map(({ message }) => message)).toEqual(['x', 'y'])
  expect(outcome.ok && outcome.effects.events.map(({ uid }) => uid)).toEqual(['x', 'y'])
})

test('one that fails ends it: all are told, also those that were not reached, and nothing is committed', async () => {
  const calls: string[] = []
  const telling = (name: string, handle: Handler['handle'] = pass.handle) =>
    step(name, () => ({
      handle,
      commit: () => void calls.push(`commit ${name}`),
      rollback: () => void calls.push(`rollback ${name}`),
    }))
  const outcome = await run([
    telling('one'),
    telling('two', () => Promise.reject(new Error('no way'))),
    telling('three'),
  ])
  expect(outcome).toMatchObject({ ok: false, error: '2: two: no way' })
  expect(outcome.lines).toMatchObject([{ handler: '2: two', level: 'error', message: 'no way' }])
  expect(calls).toEqual(['rollback one', 'rollback two', 'rollback three'])
})

test('one that cannot be opened ends it, too', async () => {
  const outcome = await run([
    step('one', () => pass),
    step('two', () => {
      throw new Error('not today')
    }),
  ])
  expect(outcome).toMatchObject({ ok: false, error: '2: two: not today' })
})

test('a commit that fails is noted and has no effects; the others have', async () => {
  const outcome = await run([
    step('one', () => ({
      ...pass,
      commit(effects) {
        effects.errors.push(error('half'))
        throw new Error('stuck')
      },
    })),
    step('two', () => ({ ...pass, commit: effects => void effects.errors.push(error('whole')) })),
  ])
  expect(outcome.failedCalls).toEqual({ commit: 1, rollback: 0 })
  expect(outcome.ok && outcome.effects.errors.map(({ message }) => message)).toEqual(['whole'])
  expect(outcome.lines).toMatchObject([{ handler: '1: one', message: 'commit: stuck' }])
})

test('one that never ends is left behind when the time is over', async () => {
  const time = new AbortController()
  const slow = step('slow', () => ({
    handle() {
      setImmediate(() => time.abort(new Error('the time is over')))
      return new Promise(() => {})
    },
  }))
  const outcome = await run([slow], time.signal)
  expect(outcome).toMatchObject({ ok: false, error: '1: slow: the time is over' })
})

test('what handlers say is limited; why it failed is said all the same', async () => {
  const outcome = await run([
    step('talk', ({ log }) => ({
      handle() {
        for (let i = 0; i < 1_000; i++) log('info', 'x'.repeat(5_000))
        throw new Error('in the end')
      },
    })),
  ])
  expect(outcome.lines).toHaveLength(502)
  expect(outcome.lines[0]?.message).toHaveLength(2_001)
  expect(outcome.lines.at(-1)?.message).toBe('in the end')
})
