import { groupNames } from '#lib/access/groups/schema.ts'

/** The field `groups` of a source, a project or a monitor. */
export const limit = groupNames.default([])
