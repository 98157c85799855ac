'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { ownEnv } from '#app/_server/env.ts'
import { changeShared, revokeShared, shareChart } from '#lib/charts/shared/mutations.ts'
import { sharedChange, sharedInput } from '#lib/charts/shared/schema.ts'
import { toldOf } from '#lib/charts/shared/told.ts'

const one = z.object({ id: z.int() })

export const share = action('charts:share', sharedInput, async (input, by) =>
  toldOf(await shareChart(input, by), ownEnv().url),
)

export const changeChart = action(
  'charts:share',
  sharedChange.extend(one.shape),
  async ({ id, ...change }, by) => toldOf(await changeShared(id, change, by), ownEnv().url),
)

export const revokeChart = action('charts:share', one, ({ id }, by) => revokeShared(id, by))
