import { z } from 'zod'
import { groupNames } from '#lib/access/groups/schema.ts'
import { limit } from '#lib/access/reach/schema.ts'
import { key } from '#lib/monitors/schema.ts'

/** Keys of the sources that read Belfry's own store, and names that `sources` cannot have as a property. */
const reserved = ['belfry', 'errors', 'metrics', 'events', 'streams', 'constructor', 'then']

const sourceKey = key.refine(
  name => !reserved.includes(name),
  'is taken by Belfry itself; choose another',
)

const description = z.string().max(10_000)
const settings = z.record(z.string(), z.unknown())

/** A source as people and files give it: the body of `POST /api/sources` and an entry of belfry.yaml. */
export const sourceInput = z.strictObject({
  key: sourceKey.describe('The name that scripts use: `sources.KEY`.'),
  type: z.string().describe('The id of a source plugin.'),
  description: description.default(''),
  config: settings.default({}).describe("The plugin's settings."),
  enabled: z.boolean().default(true),
  groups: limit.describe('Who may see and use it; none: everyone.'),
})
export type SourceInput = z.output<typeof sourceInput>

/** The body of `PATCH /api/sources/{key}`: in `config`, what is left out stays and null takes away. */
export const sourcePatch = z.strictObject({
  description: description.optional(),
  config: settings.optional(),
  enabled: z.boolean().optional(),
  groups: groupNames.optional(),
})

/** A source as people see it; secrets that are set show as `********`. */
export const sourceView = z.object({
  key: z.string(),
  type: z.string(),
  description: z.string(),
  config: settings,
  enabled: z.boolean(),
  groups: z.array(z.string()).describe('Only for these groups; none: for everyone.'),
  declared: z.boolean().describe('Declared in the configuration file, and only changed there.'),
  updatedAt: z.iso.datetime(),
  health: z.object({
    lastCallAt: z.iso.datetime().nullable(),
    lastOkAt: z.iso.datetime().nullable(),
    lastErrorAt: z.iso.datetime().nullable(),
    lastError: z.string().nullable(),
    latencyMs: z.number().nullable().describe('Mean time of the last calls.'),
  }),
})
export type SourceView = z.output<typeof sourceView>
