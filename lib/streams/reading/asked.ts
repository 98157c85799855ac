import { z } from 'zod'
import type { Reach } from '#lib/access/reach.ts'
import { momentOf, TIME_FORMS } from '#lib/errors/times.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import type { StreamFilter } from '#lib/streams/reading/filter.ts'
import { knownTraits } from '#lib/streams/reading/names/data.ts'
import { readTraits } from '#lib/streams/reading/traits.ts'
import { STREAM_STATES } from '#lib/streams/states.ts'
import { isoOf, microsOf } from '#lib/streams/timex/iso.ts'

/** A moment in any of the usual forms; what is ISO 8601 stays exact to the microsecond. */
export const exactMoment = z
  .string()
  .max(100)
  .transform((text, context) => {
    const at = microsOf(text.trim())
    const moment = at === null ? momentOf(text)?.toISOString() : isoOf(at)
    if (moment !== undefined) return moment
    context.addIssue({ code: 'custom', message: `must be ${TIME_FORMS}` })
    return z.NEVER
  })

const states = z
  .string()
  .max(200)
  .transform((text, context) => {
    const found = z.array(z.enum(STREAM_STATES)).safeParse(text.split(/\s*,\s*/))
    if (found.success) return found.data
    context.addIssue({ code: 'custom', message: `must be among ${STREAM_STATES.join(', ')}` })
    return z.NEVER
  })

/** What streams are asked for with; the names are Winchester's where it had them. */
export const askedStreams = z.strictObject({
  project: z.string().max(100).optional().describe('Name or number.'),
  trigger: z.string().max(250).optional().describe('Name or number.'),
  state: states
    .optional()
    .describe(`One or several with commas between them: ${STREAM_STATES.join(', ')}.`),
  distinguishing_traits: z
    .string()
    .max(2_000)
    .optional()
    .describe('`order:4711; region:eu`, all of which hold; values are whole.'),
  q: z
    .string()
    .trim()
    .max(2_000)
    .optional()
    .describe('The same, or the value of any distinguishing trait: `4711`.'),
  older_than: exactMoment.optional().describe('Their first event was before.'),
  younger_than: exactMoment.optional().describe('Their last event was after.'),
  from: exactMoment.optional().describe('They had events at or after this moment.'),
  to: exactMoment.optional().describe('They had events before this moment.'),
})
export type AskedStreams = z.output<typeof askedStreams>

/** Throws a UserError for a project or traits that make no sense. */
export async function filterOf(reach: Reach, asked: AskedStreams): Promise<StreamFilter> {
  const { project, trigger, state: states, q, from, to } = asked
  const [projectId, found] = await Promise.all([
    project === undefined ? undefined : getProjectNamed(reach, project).then(({ id }) => id),
    q ? searched(reach, q) : nothing,
  ])
  const traits = readTraits(asked.distinguishing_traits ?? '')
  return {
    ...{ projectId, trigger, states, from, to },
    ...{ olderThan: asked.older_than, youngerThan: asked.younger_than },
    ...found,
    traits: [...traits, ...(found.traits ?? [])],
  }
}

const nothing: Pick<StreamFilter, 'traits' | 'anyTrait'> = {}

/** Pairs where their names are those of distinguishing traits, otherwise a value of any of them. */
async function searched(reach: Reach, q: string): Promise<typeof nothing> {
  const known = await knownTraits(reach)
  const traits = pairsIn(q)
  if (traits.length > 0 && traits.every(({ name }) => known.includes(name))) return { traits }
  return { anyTrait: known.map(name => ({ name, value: q })) }
}

function pairsIn(q: string) {
  try {
    return readTraits(q)
  } catch {
    return []
  }
}
