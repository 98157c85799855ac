import { z } from 'zod'
import type { Reach } from '#lib/access/reach.ts'
import { LEVELS } from '#lib/errors/event.ts'
import { SLICE_NAMES } from '#lib/errors/slices.ts'

export const SIGNATURE_STATES = ['open', 'resolved', 'muted'] as const
export const signatureState = z.enum(SIGNATURE_STATES)
export type SignatureState = z.output<typeof signatureState>

export const levelName = z.enum(LEVELS)
export const sliceName = z.enum(SLICE_NAMES)

const SORTS = ['lastSeen', 'firstSeen', 'count'] as const
export const signatureSort = z.enum(SORTS)
export type SignatureSort = z.output<typeof signatureSort>
export const sortOrder = z.enum(['asc', 'desc'])
export type SortOrder = z.output<typeof sortOrder>

/** Which signatures; what is left out does not choose. */
export interface SignatureFilter {
  /** of the projects in this reach */
  reach: Reach
  /** among these only, each the root of what was merged */
  ids?: readonly number[] | undefined
  /** in template, name, first message, or a program's or host's name */
  q?: string | undefined
  /** a project's number or name */
  project?: string | number | undefined
  state?: SignatureState | undefined
  /** seen at this level or a worse one; counts are those of such errors */
  level?: z.output<typeof levelName> | undefined
  /** seen on this host; counts are those of it */
  host?: string | undefined
  /** seen in this time, both ends included; `inRange` counts in it */
  range?: TimeRange | undefined
  /** more often than this in the range, or ever without one */
  above?: number | undefined
}

export interface TimeRange {
  from: Date
  to: Date
}

/** Muted until a moment, or until there are more than `count` in a slice; neither: for good. */
export const muting = z.strictObject({
  until: z.iso
    .datetime({ offset: true })
    .transform(text => new Date(text))
    .nullable()
    .default(null)
    .describe('Open again from then on.'),
  above: z
    .strictObject({ count: z.int().min(0).max(1e12), slice: sliceName })
    .nullable()
    .default(null)
    .describe('Open again when there are more than `count` in one slice.'),
})
export type Muting = z.output<typeof muting>
