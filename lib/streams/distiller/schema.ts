import { z } from 'zod'
import { reasonOf } from '#lib/failures.ts'
import { isFields } from '#lib/intake/untrusted.ts'
import { fieldErrors } from '#lib/parse.ts'
import { pathOf, widthOf } from '#lib/streams/distiller/path.ts'
import { traitPlugins } from '#lib/streams/distiller/plugins/index.ts'
import { TRAIT_TYPES } from '#lib/streams/distiller/values.ts'

/** `width`: each time all values of a notification may be looked at, while others wait. */
const LIMITS = { types: 100, traits: 200, fields: 20, name: 100, width: 50 }

const listed = <T extends z.ZodType>(one: T, most: number) =>
  z.preprocess(
    given => (typeof given === 'string' ? [given] : given),
    z.array(one).min(1).max(most),
  )

const path = z.string().superRefine((text, context) => {
  try {
    pathOf(text)
  } catch (error) {
    // What looks at all paths together is not asked then.
    const message = `is no path: ${reasonOf(error)}`
    context.addIssue({ code: 'custom', message, continue: false })
  }
})

const plugin = z
  .preprocess(
    given => (typeof given === 'string' ? { name: given } : given),
    z.strictObject({
      name: z.string().describe('split or bitfield.'),
      parameters: z
        .record(z.string(), z.json())
        .nullish()
        .transform(given => given ?? {}),
    }),
  )
  .superRefine(({ name, parameters }, context) => {
    const known = traitPlugins.find(({ id }) => id === name)
    if (!known) {
      const names = traitPlugins.map(({ id }) => id).join(', ')
      context.addIssue({ code: 'custom', path: ['name'], message: `is none of ${names}` })
      return
    }
    const { error } = known.params.safeParse(parameters)
    for (const [at, message] of Object.entries(error ? fieldErrors(error) : {}))
      context.addIssue({ code: 'custom', path: ['parameters', ...at.split('.')], message })
  })

const trait = z.strictObject({
  fields: listed(path, LIMITS.fields).describe(
    'Where its value stands in the notification, a path or several; the first value that is not null is taken.',
  ),
  type: z.enum(TRAIT_TYPES, `is none of ${TRAIT_TYPES.join(', ')}`).default('text'),
  plugin: plugin.optional().describe('Makes the value of what was found.'),
})
export type TraitDefinition = z.output<typeof trait>

const traitName = z
  .string()
  .min(1)
  .max(LIMITS.name)
  .regex(/^\P{Cc}+$/u, 'must be one line of text')

/** A record passes over the one name that no object can have; it is not to be lost without a word. */
const names = z.unknown().superRefine((given, context) => {
  if (isFields(given) && Object.hasOwn(given, '__proto__'))
    context.addIssue({ code: 'custom', path: ['__proto__'], message: 'cannot be a name' })
})

const traits = names.pipe(
  z
    .record(traitName, trait)
    .refine(traits => Object.keys(traits).length <= LIMITS.traits, `are more than ${LIMITS.traits}`)
    .refine(
      traits => widthOfAll(traits) <= LIMITS.width,
      `have “*”, “..” or a slice in their paths more than ${LIMITS.width} times`,
    ),
)

const widthOfAll = (traits: Record<string, TraitDefinition>) =>
  Object.values(traits)
    .flatMap(({ fields }) => fields)
    .reduce((sum, path) => sum + widthOf(path), 0)

/** One entry of event_definitions.yaml. */
export const eventDefinition = z.strictObject({
  event_type: listed(z.string().min(1).max(200), LIMITS.types).describe(
    'Types of notifications that it takes: patterns with * ? [], those with ! before them not; a text or a list.',
  ),
  traits: traits.describe('What its events have, by name.'),
})
export type EventDefinition = z.output<typeof eventDefinition>
