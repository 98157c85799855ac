import { z } from 'zod'
import { fireEntry, matchEntry, traitName } from '#lib/streams/criteria/schema.ts'
import { pointExpression, timeExpression } from '#lib/streams/timex/schema.ts'

const MOST_CRITERIA = 50
/** Ten years. */
const LONGEST_DELAY_S = 315_360_000

export const triggerName = z.string().trim().min(1).max(255)
export const pipelineName = z.string().trim().min(1).max(255)

/** A trait, or one trait with an expression of its time: `{ timestamp: day }`. */
const distinguishing = z
  .union([traitName, z.record(traitName, timeExpression('timestamp'))], {
    error: 'must be the name of a trait, or one trait with a time expression',
  })
  .refine(one => typeof one === 'string' || Object.keys(one).length === 1, {
    error: 'only one trait is allowed in an expression',
  })

/** A trigger, in Winchester's words. */
export const triggerDefinition = z
  .strictObject({
    name: triggerName,
    debug_level: z.literal([0, 1, 2]).default(0).meta({
      description: '1 counts what did not fit, 2 also why.',
    }),
    distinguished_by: z.array(distinguishing).max(MOST_CRITERIA).default([]),
    expiration: pointExpression('first', 'last', 'timestamp').meta({
      description: 'A time expression of $first, $last and $timestamp (now).',
    }),
    fire_delay: z.number().min(0).max(LONGEST_DELAY_S).default(0).meta({
      description: 'Seconds between being ready and firing.',
    }),
    fire_pipeline: pipelineName.optional(),
    expire_pipeline: pipelineName.optional(),
    match_criteria: z.array(matchEntry).min(1).max(MOST_CRITERIA),
    fire_criteria: z.array(fireEntry).max(MOST_CRITERIA),
    load_criteria: z.array(z.unknown()).max(MOST_CRITERIA).optional().meta({
      description: 'Taken, as Winchester takes it, and never used.',
    }),
  })
  .superRefine((definition, context) => {
    for (const { path, message } of foreignMappings(definition))
      context.addIssue({ code: 'custom', path, message })
  })
  .refine(hasPipeline, {
    path: ['fire_pipeline'],
    error: 'is missing; at least one of fire_pipeline and expire_pipeline is needed',
    // Whatever else is wrong.
    when: () => true,
  })

export type TriggerDefinition = z.output<typeof triggerDefinition>
export type TriggerInput = z.input<typeof triggerDefinition>

/** The trait that an entry of `distinguished_by` names, and its expression. */
export function distinguishedBy(entry: string | Record<string, string>) {
  const [name = '', expression] =
    typeof entry === 'string' ? [entry] : (Object.entries(entry)[0] ?? [])
  return { name, expression }
}

function hasPipeline(definition: unknown): boolean {
  if (typeof definition !== 'object' || definition === null) return true
  return 'fire_pipeline' in definition || 'expire_pipeline' in definition
}

function foreignMappings({
  distinguished_by,
  match_criteria,
}: Pick<TriggerDefinition, 'distinguished_by' | 'match_criteria'>) {
  const names = new Set(distinguished_by.map(entry => distinguishedBy(entry).name))
  return match_criteria.flatMap(({ map_distinguished_by }, i) =>
    Object.keys(map_distinguished_by)
      .filter(name => !names.has(name))
      .map(name => ({
        path: ['match_criteria', i, 'map_distinguished_by', name],
        message: 'is not among distinguished_by',
      })),
  )
}
