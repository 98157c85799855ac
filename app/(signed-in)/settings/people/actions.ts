'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { peopleRules } from '#app/_server/people.ts'
import { setDefaultRole } from '#lib/access/people/default-role/mutations.ts'
import {
  changePerson,
  createPerson,
  deletePerson,
  signOutEverywhere,
} from '#lib/access/people/mutations.ts'
import { peopleSettings, personInput, personPatch } from '#lib/access/people/schema.ts'

const one = z.object({ id: z.int() })

export const addPerson = action('people:write', personInput, createPerson)

export const editPerson = action(
  'people:write',
  one.extend({ patch: personPatch }),
  ({ id, patch }, by) => changePerson(id, patch, by, peopleRules()),
)

export const removePerson = action('people:write', one, ({ id }, by) =>
  deletePerson(id, by, peopleRules()),
)

export const endSessions = action('people:write', one, ({ id }, by) => signOutEverywhere(id, by))

export const chooseDefaultRole = action('people:write', peopleSettings, setDefaultRole)
