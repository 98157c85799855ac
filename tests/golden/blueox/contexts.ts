import { Context, clearContexts, currentContext, openContexts } from '#client/context.ts'
import * as contextsApi from '#client/contexts.ts'
import { newId } from '#client/ids.ts'
import { find, findClosest } from '#client/names.ts'
import { isKept, type Sample } from '#client/sampling.ts'
import type { Adapter, Case } from '#tests/golden/adapter.ts'

type Opened = string | { name: string; id: number }
type Fields = Record<string, unknown>

/** Opens contexts one in the other, and answers what `look` sees then. */
function among<T>(golden: Case, look: () => T): T {
  clearContexts()
  for (const one of (golden.open ?? []) as Opened[])
    if (typeof one === 'string') contextsApi.start(one)
    else contextsApi.start(one.name, { id: one.id })
  const seen = look()
  clearContexts()
  return seen
}

const named = (name: string): Fields => {
  try {
    const { name: given, id } = new Context(name)
    const sharesId = openContexts().some(open => open.id === id)
    return { name: given, shares_id_with_open_context: sharesId }
  } catch {
    return { error: true }
  }
}

/** Names, ids and sampling of contexts. */
export const contexts: Adapter['groups'] = {
  context_name: golden =>
    among(golden, () => {
      const { original_quirk, intended, ...plain } = golden.expected as Fields
      const expected = (intended ?? plain) as Fields
      const got = named(String(golden.new))
      const asked = Object.keys(expected).map(key => [key, got[key]])
      return { expected, got: Object.fromEntries(asked) }
    }),

  find_closest: golden =>
    among(golden, () => ({
      expected: golden.expected,
      got: findClosest(String(golden.query), openContexts())?.name ?? null,
    })),

  find_context: golden =>
    among(golden, () => ({
      expected: golden.expected,
      got: find(String(golden.query), openContexts())?.name ?? null,
    })),

  context_id(golden) {
    const { prefix, length, ...expected } = golden.expected as Fields
    if (prefix !== undefined) {
      const id = newId(Number(golden.at) * 1000)
      return {
        expected: { prefix, length, isHex: true },
        got: { prefix: id.slice(0, 8), length: id.length, isHex: /^[0-9a-f]+$/.test(id) },
      }
    }
    const { name, id } = among(golden, () => new Context(String(golden.new)))
    return { expected, got: { name, id } }
  },

  context_api(golden) {
    const { call, expected } = golden as Case & { call?: [keyof typeof api, string, never] }
    if (call) {
      const [method, key, value] = call
      among(golden, () => api[method](key, value))
      return { expected, got: 'no error' }
    }
    clearContexts()
    contextsApi.start('ended').isOpen = false
    const whileEnded = currentContext()
    clearContexts()
    return { expected, got: whileEnded ?? currentContext() ?? null }
  },

  sampling(golden) {
    const { draws, expected_between, n, rate } = golden
    if (expected_between) {
      const [least, most] = expected_between as [number, number]
      const kept = kinds(Number(n), ['.', Number(rate)]).filter(Boolean).length
      return { expected: true, got: kept >= least && kept <= most }
    }
    const drawing = (draws as number[]).values()
    const got = among(golden, () => {
      const asked = String(golden.name)
      const { name } = new Context(asked)
      const open = openContexts()
      const parent = open.findLast(one => name.startsWith(`${one.name}.`))
      const candidate = { name, asked, parent, open, sample: golden.sample as Sample }
      return Array.from({ length: Number(golden.count ?? (draws as number[]).length) }, () =>
        isKept(candidate, () => drawing.next().value ?? Number.NaN),
      )
    })
    return { expected: golden.expected, got }
  },
}

const api = { set: contextsApi.set, add: contextsApi.add, append: contextsApi.append }

const kinds = (count: number, sample: Sample) =>
  Array.from({ length: count }, () => new Context('test', { sample }).isSampled)
