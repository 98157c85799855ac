import { z } from 'zod'
import { comparisonOf, type NumberKind } from '#lib/streams/criteria/number.ts'
import { timeExpression } from '#lib/streams/timex/schema.ts'

const MOST_TRAITS = 100
const MOST_PATTERNS = 100
const MOST_NUMBER = 1_000_000

export const traitName = z.string().min(1).max(255)

const EXAMPLES = { int: '3, = 3, > 3 or < 3', float: '1.5, = 1.5, > 1.5 or < 1.5' }

const comparison = (kind: NumberKind) =>
  z
    .union([z.string().max(100), z.number()], { error: 'must be a text or a number' })
    .refine(written => comparisonOf(kind, written) !== null, {
      error: `is not understood; write ${EXAMPLES[kind]}`,
    })
    .optional()

const text = z.string().max(10_000).optional()

/** What is asked of a trait, by its kind. */
const kinds = {
  int: comparison('int'),
  float: comparison('float'),
  datetime: timeExpression().optional(),
  string: text,
  text,
}

const KINDS = Object.keys(kinds).join(', ')

const byKind = z
  .strictObject(kinds)
  .refine(asked => Object.keys(asked).length === 1, { error: `must name one of ${KINDS}` })

/** A constant that a trait is the same as, or one of the kinds: `{ int: "> 3" }`. */
export const criterion = z.union([z.string(), z.number(), z.boolean(), byKind], {
  error: ({ input }) => mistakeIn(input),
})

function mistakeIn(input: unknown): string {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return `must be a constant, or one of ${KINDS} with what is asked`
  const unknown = Object.keys(input).filter(key => !Object.hasOwn(kinds, key))
  if (unknown.length > 0) return `${unknown.join(', ')} is no kind; there are ${KINDS}`
  const [issue] = byKind.safeParse(input).error?.issues ?? []
  return issue ? [issue.path.join('.'), issue.message].filter(Boolean).join(' ') : 'is not valid'
}

const pattern = z
  .string()
  .min(1)
  .max(255)
  .refine(text => text !== '!', { error: 'excludes nothing' })

const entry = {
  event_type: z
    .union([pattern, z.array(pattern).min(1).max(MOST_PATTERNS)], {
      error: 'must be a pattern or a list of patterns',
    })
    .default('*')
    .meta({ description: 'Patterns as of a shell; those with ! before them exclude.' }),
  timestamp: timeExpression()
    .optional()
    .meta({ description: 'A time expression that the time of the event lies in.' }),
  traits: z
    .record(traitName, criterion)
    .refine(traits => Object.keys(traits).length <= MOST_TRAITS, {
      error: `are more than ${MOST_TRAITS}`,
    })
    .default({}),
}

/** One of the match criteria. */
export const matchEntry = z.strictObject({
  ...entry,
  map_distinguished_by: z.record(traitName, traitName).default({}).meta({
    description: 'By the name of a distinguishing trait: the one that it is in these events.',
  }),
})

/** One of the fire criteria. */
export const fireEntry = z.strictObject({
  ...entry,
  number: z
    .int()
    .min(1)
    .max(MOST_NUMBER)
    .default(1)
    .meta({ description: 'How many events it takes.' }),
})

export type Criterion = z.output<typeof criterion>
export type MatchEntry = z.output<typeof matchEntry>
export type FireEntry = z.output<typeof fireEntry>
