import { z } from 'zod'
import { plainName } from '#lib/access/names.ts'

/** What a group is known by everywhere; it never changes. */
export const groupName = plainName

/** Some groups, each once. */
export const groupNames = z
  .array(groupName)
  .max(100)
  .transform(names => [...new Set(names)])

const description = z.string().trim().max(1_000)

/** The body of `POST /api/groups`. */
export const groupInput = z.strictObject({
  name: groupName.describe('Does not change later.'),
  description: description.default(''),
})
export type GroupInput = z.output<typeof groupInput>

/** The body of `PATCH /api/groups/{name}`. */
export const groupPatch = z.strictObject({ description })
export type GroupPatch = z.output<typeof groupPatch>

const moment = z.iso.datetime()

export const groupView = z.strictObject({
  name: z.string(),
  description: z.string(),
  createdAt: moment,
  members: z.int().describe('How many people are in it.'),
  limits: z
    .strictObject({
      ...{ sources: z.int(), projects: z.int(), monitors: z.int() },
      ...{ dashboards: z.int(), tokens: z.int() },
    })
    .describe('What is limited to it, and the tokens that reach what is.'),
})
export type GroupView = z.output<typeof groupView>

export const memberView = z.strictObject({
  id: z.int(),
  email: z.string(),
  name: z.string(),
  claimed: z.boolean().describe('The provider says so, and takes it back.'),
})
export type MemberView = z.output<typeof memberView>
