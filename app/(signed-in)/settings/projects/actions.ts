'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { giveKey, revealKey, revokeKey } from '#lib/projects/keys/mutations.ts'
import { createProject, deleteProject, updateProject } from '#lib/projects/mutations.ts'

const oneProject = z.object({ id: z.int() })
const oneKey = oneProject.extend({ keyId: z.int() })

export const addProject = action('projects:write', z.unknown(), async (input, person) =>
  createProject(input, { actor: person }),
)

export const changeProject = action(
  'projects:write',
  oneProject.extend({ patch: z.unknown() }),
  async ({ id, patch }, person) => updateProject(id, patch, { actor: person }),
)

export const removeProject = action('projects:write', oneProject, async ({ id }, person) =>
  deleteProject(id, { actor: person }),
)

export const addKey = action('projects:write', oneProject, async ({ id }, person) =>
  giveKey(id, { actor: person }),
)

export const endKey = action('projects:write', oneKey, async ({ id, keyId }, person) =>
  revokeKey(id, keyId, { actor: person }),
)

/** The private key, which no page has in it before someone asks. */
export const showKey = action(
  'projects:write',
  oneKey,
  async ({ id, keyId }, person) => (await revealKey(id, keyId, { actor: person })).privateKey,
)
