import { z } from 'zod'
import { fireEntry, matchEntry, traitName } from '#lib/streams/criteria/schema.ts'
import { flawsIn, hasPipeline } from '#lib/streams/definition/flaws.ts'
import { pointExpression, timeExpression } from '#lib/streams/timex/schema.ts'

const MOST_CRITERIA = 50
/** Ten years. */
const LONGEST_DELAY_S = 315_360_000

const triggerName = z.string().trim().min(1).max(255)
const pipelineName = z.string().trim().min(1).max(255)

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
    for (const flaw of flawsIn(definition)) context.addIssue({ code: 'custom', ...flaw })
  })
  .refine(hasPipeline, {
    path: ['fire_pipeline'],
    error: 'is missing; at least one of fire_pipeline and expire_pipeline is needed',
    // Whatever else is wrong.
    when: () => true,
  })

export type TriggerDefinition = z.output<typeof triggerDefinition>
export type TriggerInput = z.input<typeof triggerDefinition>
