'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import {
  addMember,
  createGroup,
  deleteGroup,
  describeGroup,
  removeMember,
} from '#lib/access/groups/mutations.ts'
import { groupInput, groupName, groupPatch } from '#lib/access/groups/schema.ts'
import { listPeople } from '#lib/access/people/data.ts'

const one = z.object({ name: groupName })
const member = one.extend({ id: z.int() })

export const addGroup = action('people:write', groupInput, createGroup)

export const sayGroup = action(
  'people:write',
  one.extend({ patch: groupPatch }),
  ({ name, patch }, by) => describeGroup(name, patch, by),
)

export const removeGroup = action('people:write', one, ({ name }, by) => deleteGroup(name, by))

export const putIn = action('people:write', member, ({ name, id }, by) => addMember(name, id, by))

export const takeOut = action('people:write', member, ({ name, id }, by) =>
  removeMember(name, id, by),
)

/** A few people who fit, to choose one from. */
export const findPeople = action(
  'people:read',
  z.object({ q: z.string().max(200) }),
  async ({ q }) => {
    const { items } = await listPeople({ q: q.trim(), limit: 20 })
    return items.map(({ id, name, email }) => ({
      value: String(id),
      label: name ? `${name}, ${email}` : email,
    }))
  },
)
