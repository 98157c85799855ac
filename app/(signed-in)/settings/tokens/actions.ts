'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { createToken, revokeToken } from '#lib/access/tokens/mutations.ts'
import { tokenInput } from '#lib/access/tokens/schema.ts'

export const addToken = action('tokens:write', tokenInput, createToken)

export const endToken = action('tokens:write', z.object({ id: z.int() }), ({ id }, by) =>
  revokeToken(id, by),
)
