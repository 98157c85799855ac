import { Context, clearContexts } from '#client/context.ts'
import { start, timeit } from '#client/contexts.ts'
import {
  addDeep,
  appendDeep,
  type Body,
  getDeep,
  mergeDeep,
  setDeep,
  stepsOf,
} from '#client/deep.ts'
import { encode } from '#client/encode.ts'
import { eventOf } from '#client/event.ts'
import { record, recordBy } from '#client/sink.ts'
import type { Adapter } from '#tests/golden/adapter.ts'

type Call = [method: keyof typeof calls, key: string, ...values: unknown[]]

const calls = {
  set: (body: Body, key: string, values: unknown[]) =>
    setDeep(body, key, values.length === 1 ? values[0] : values),
  append: (body: Body, key: string, [value]: unknown[]) => appendDeep(body, key, value),
  add: (body: Body, key: string, [amount]: unknown[]) => addDeep(body, key, Number(amount)),
  set_merge: (body: Body, key: string, [values]: unknown[]) => mergeDeep(body, key, values as Body),
}

/** What is set in contexts, and how it is encoded. */
export const values: Adapter['groups'] = {
  context_data({ calls: made, expected_body }) {
    const body: Body = {}
    try {
      for (const [method, key, ...given] of made as Call[]) calls[method](body, key, given)
      return { expected: expected_body, got: body }
    } catch (error) {
      return { expected: expected_body, got: error instanceof RangeError && 'ValueError' }
    }
  },

  key: ({ key, expected }) => ({ expected, got: stepsOf(String(key)) }),

  get_deep: ({ target, key, default: otherwise, expected }) => ({
    expected,
    got: getDeep(target, String(key)) ?? otherwise,
  }),

  set_deep({ target, key, value, expected }) {
    const body = structuredClone(target) as Body
    setDeep(body, String(key), value)
    return { expected, got: body }
  },

  async timer({ key, sleep, expected_between }) {
    const [above, below] = expected_between as [number, number]
    const context = start('timer')
    await timeit(String(key), () => new Promise(done => setTimeout(done, Number(sleep) * 1000)))
    const seconds = Number(getDeep(context.body, String(key)))
    clearContexts()
    return { expected: true, got: seconds > above && seconds < below }
  },

  serialize({ body, expected_body, expected }) {
    if (body === undefined) {
      recordBy()
      record(told({}))
      new Context('test').done()
      return { expected, got: 'no error' }
    }
    const { exception } = (body as { value: { exception: string } }).value
    const raising = { toJSON: () => raise(exception) }
    const sent = JSON.parse(encode(eventOf(told({ raising })), 'body') ?? '{}')
    return {
      expected: { type: 'test', body: expected_body },
      got: { type: sent.type, body: sent.body },
    }
  },
}

const told = (body: Body) => ({ name: 'test', id: 1, uid: 'u', startedAt: 0, body })

function raise(message: string): never {
  throw new Error(message)
}
