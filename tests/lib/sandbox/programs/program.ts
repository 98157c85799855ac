import fc from 'fast-check'
import type { End, Piece } from '#tests/lib/sandbox/programs/pieces.ts'
import * as pieces from '#tests/lib/sandbox/programs/pieces.ts'

export interface Program {
  script: string
  /** every end that is right for it */
  ends: ReadonlySet<End>
  timeoutMs: number
}

/** Long enough for whatever ends by itself, on a machine however busy. */
const AMPLE_MS = 60_000
const SHORT_MS = 40
/** What grows gets as far as its memory. */
const GROWING_MS = 5_000

const THROWN: End[] = ['exception', 'source', 'ALARM', 'no data', 'invalid value']
const ANY: End[] = ['OK', ...THROWN, 'timeout']

/** Ways to hide a piece in something else, and what that makes of its ends. */
const wrappings: ((piece: Piece) => Piece)[] = [
  ({ code, ends }) => ({
    code: `try { ${code}\n } catch {}`,
    // What is refused only after the return cannot be caught.
    ends: [
      ...without(ends, ['ALARM', 'no data']),
      ...(ends.some(isThrown) ? (['on'] as const) : []),
    ],
  }),
  ({ code, ends }) => ({
    code: `try { ${code}\n } finally { return 5 }`,
    ends: ends.includes('timeout') ? [...without(ends, ['on', ...THROWN]), 'OK'] : ['OK'],
  }),
  piece => ({ code: `await (async () => { ${piece.code}\n })()`, ends: inFunction(piece) }),
  ({ code, ends }) => ({ code: `void (async () => { ${code}\n })()`, ends: [...ends, 'on'] }),
  piece => ({
    code: `await Promise.all([1, 2].map(async () => { ${piece.code}\n }))`,
    ends: inFunction(piece),
  }),
  piece => ({
    code: `await (async function* () { ${piece.code}\n })().next()`,
    ends: inFunction(piece),
  }),
  piece => ({
    code: `await new (class { async [Symbol.for('x')]() { ${piece.code}\n } })()[Symbol.for('x')]()`,
    ends: inFunction(piece),
  }),
  ({ code, ends }) => ({ code: `for (const _ of [1, 2]) { ${code}\n }`, ends }),
  ({ code, ends }) => ({ code: `switch (1) { default: { ${code}\n } }`, ends }),
]

const isThrown = (end: End) => THROWN.includes(end)
const without = (ends: readonly End[], those: End[]) => ends.filter(end => !those.includes(end))
/** A value that is returned from a function within is no result: it is not looked at, and so not refused. */
const inFunction = ({ code, ends }: Piece): End[] =>
  code.includes('return') ? [...without(ends, ['OK']), 'on'] : [...ends]

const wrapped = (piece: fc.Arbitrary<Piece>, depth = 3): fc.Arbitrary<Piece> =>
  fc
    .tuple(piece, fc.array(fc.constantFrom(...wrappings), { maxLength: depth }))
    .map(([inner, layers]) => layers.reduce((within, layer) => layer(within), inner))

const someOf = (list: Piece[]) => fc.constantFrom(...list)

/** One after the other, each in a block of its own, until one is an end. */
function inARow(list: Piece[], timeoutMs?: number): Program {
  const ends = new Set<End>(['on'])
  for (const piece of list) {
    if (!ends.has('on')) break
    ends.delete('on')
    for (const end of piece.ends) ends.add(end)
  }
  if (ends.delete('on')) ends.add('OK')
  return {
    script: list.map(({ code }) => `{ ${code}\n }`).join('\n'),
    ends,
    timeoutMs: timeoutMs ?? (ends.has('timeout') ? SHORT_MS : AMPLE_MS),
  }
}

const before = fc.array(wrapped(someOf(pieces.quick)), { maxLength: 3 })
const after = (last: fc.Arbitrary<Piece>, timeoutMs?: number) =>
  fc.tuple(before, last).map(([first, end]) => inARow([...first, end], timeoutMs))

const ordinary = after(wrapped(someOf(pieces.quick)))
const waiting = after(wrapped(someOf(pieces.waiting)))
const endless = after(wrapped(someOf(pieces.endless)))
const growing = wrapped(someOf(pieces.growing), 1).map(piece => inARow([piece], GROWING_MS))
const killing = wrapped(someOf(pieces.killing), 1).map(piece => inARow([piece], GROWING_MS))

const broken = fc
  .tuple(before, someOf(pieces.broken), before)
  .map(([first, { code }, last]): Program => {
    const { script } = inARow(first)
    return {
      script: `${script}\n${code}\n${inARow(last).script}`,
      ends: new Set(['syntax']),
      timeoutMs: AMPLE_MS,
    }
  })

const poisoned = fc.tuple(fc.subarray(pieces.poison, { minLength: 1, maxLength: 3 }), ordinary).map(
  ([poison, { script }]): Program => ({
    script: `${poison.join('\n')}\n${script}`,
    ends: new Set(ANY),
    timeoutMs: SHORT_MS,
  }),
)

/** A program in which a part is cut out, doubled or put elsewhere: it may come to anything. */
const spoiled = fc
  .tuple(ordinary, fc.nat(), fc.nat(30), fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }))
  .map(([{ script }, from, length, to, noise]): Program => {
    const start = from % script.length
    const part = script.slice(start, start + length)
    const rest = script.slice(0, start) + script.slice(start + length)
    const place = to % (rest.length + 1)
    return {
      script: rest.slice(0, place) + noise + part + rest.slice(place),
      ends: new Set([...ANY, 'syntax', 'memory']),
      timeoutMs: SHORT_MS,
    }
  })

/** Random programs that want out, want everything, or want nothing in particular. */
export const program: fc.Arbitrary<Program> = fc.oneof(
  { arbitrary: ordinary, weight: 500 },
  { arbitrary: poisoned, weight: 130 },
  { arbitrary: spoiled, weight: 120 },
  { arbitrary: broken, weight: 60 },
  { arbitrary: waiting, weight: 100 },
  { arbitrary: endless, weight: 70 },
  { arbitrary: growing, weight: 5 },
  { arbitrary: killing, weight: 10 },
)
