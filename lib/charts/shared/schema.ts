import { z } from 'zod'
import { panel } from '#lib/charts/panel.ts'
import { range } from '#lib/dashboards/schema.ts'

const moment = z.iso.datetime({ offset: true })

const name = z.string().trim().max(100).describe('Stands above it, for everybody who sees it.')
const expiresAt = moment.nullable().describe('From then on it is not shown; null: until revoked.')

/** The body of `POST /api/charts/shared`. */
export const sharedInput = z.strictObject({
  panel,
  name: name.default(''),
  range: range.default('30d').describe('The time that it shows at first, up to now.'),
  expiresAt: expiresAt.default(null),
})
export type SharedInput = z.output<typeof sharedInput>

/** The body of `PATCH /api/charts/shared/{id}`; what is left out stays. */
export const sharedChange = z.strictObject({
  name: name.optional(),
  range: range.optional(),
  expiresAt: expiresAt.optional(),
})
export type SharedChange = z.output<typeof sharedChange>

/** `withheld`: what it shows is gone, or is open to others than when it was shared. */
const SHARED_STATES = ['shown', 'expired', 'revoked', 'withheld'] as const
export type SharedState = (typeof SHARED_STATES)[number]

export const sharedView = z.strictObject({
  id: z.int(),
  name: z.string(),
  panel,
  range,
  state: z.enum(SHARED_STATES),
  sharedBy: z.string(),
  sharedAt: moment,
  expiresAt: moment.nullable(),
  revokedAt: moment.nullable(),
  lastSeenAt: moment.nullable().describe('To the minute.'),
  ...{
    page: z.url().describe('The address of its page, which may stand in an iframe of any site.'),
    script: z.url().describe('A script that puts the page where it stands.'),
    json: z.url().describe('What it shows, as data.'),
  },
})
export type SharedView = z.output<typeof sharedView>
