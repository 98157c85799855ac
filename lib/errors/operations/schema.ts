import { z } from 'zod'
import { muting, signatureState } from '#lib/errors/schema.ts'

const signatureId = z
  .int()
  .min(1)
  .max(2 ** 31 - 1)
/** What people choose in a list. */
const IDS_LIMIT = 500
export const ids = z.array(signatureId).min(1).max(IDS_LIMIT)

const name = z
  .string()
  .trim()
  .max(200)
  .regex(/^\P{Cc}*$/u, 'must be one line of text')
const release = z.string().trim().min(1).max(200)

/** What can be changed about one signature; what is left out stays. */
export const signaturePatch = z
  .strictObject({
    name: name.optional().describe('What people call it; an empty one shows the template.'),
    threshold: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .optional()
      .describe('Its own threshold for the classifier `similarity`; null: the project’s.'),
    regex: z
      .string()
      .max(1_000)
      .nullable()
      .optional()
      .describe('Its rule in RE2’s syntax: takes every message it is found in; null: none.'),
    state: signatureState.optional(),
    release: release.optional().describe('With `resolved`: mended in this release.'),
    muted: muting.optional().describe('With `muted`: until when, or until how many.'),
  })
  .refine(({ release, state }) => release === undefined || state === 'resolved', {
    path: ['release'],
    error: 'goes with the state `resolved`',
  })
  .refine(({ muted, state }) => muted === undefined || state === 'muted', {
    path: ['muted'],
    error: 'goes with the state `muted`',
  })
export type SignaturePatch = z.output<typeof signaturePatch>

/** One operation on many signatures. */
export const bulkOperation = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('resolve'), ids, release: release.optional() }),
  z.strictObject({ action: z.literal('reopen'), ids }),
  z.strictObject({ action: z.literal('mute'), ids, muted: muting.prefault({}) }),
  z.strictObject({
    action: z.literal('merge'),
    ids,
    into: signatureId.describe('The signature that the others become part of.'),
  }),
  z.strictObject({ action: z.literal('delete'), ids }),
])
export type BulkOperation = z.output<typeof bulkOperation>

const choice = {
  events: z
    .array(z.int().min(1))
    .min(1)
    .max(1_000)
    .optional()
    .describe('Ids of kept errors; their common text becomes the rule.'),
  regex: z.string().min(1).max(1_000).optional().describe('Or the rule itself, in RE2’s syntax.'),
}
const hasOne = ({ events, regex }: { events?: unknown; regex?: unknown }) =>
  (events === undefined) !== (regex === undefined)
const ONE_OF = { path: ['events'], error: 'give either `events` or `regex`' }

export const splitChoice = z.strictObject(choice).refine(hasOne, ONE_OF)
export const splitInput = z
  .strictObject({ ...choice, name: name.default('').describe('Of the new signature.') })
  .refine(hasOne, ONE_OF)
export type SplitInput = z.output<typeof splitInput>

/** What is to be classified again: the kept errors of one signature, or of a whole project. */
export const reclassifyScope = z
  .strictObject({
    signature: signatureId.optional(),
    project: z.int().min(1).optional(),
  })
  .refine(({ signature, project }) => (signature === undefined) !== (project === undefined), {
    path: ['signature'],
    error: 'give either `signature` or `project`',
  })
export type ReclassifyScope = z.output<typeof reclassifyScope>
