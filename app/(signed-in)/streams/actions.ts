'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { purgeStreams, resetStreams } from '#lib/streams/mutations.ts'

const one = z.object({ id: z.int() })

/** Has the pipeline that failed over a stream tried again at once. */
export const resetStream = action('streams:write', one, ({ id }, person) =>
  resetStreams([String(id)], person),
)

export const purgeStream = action('streams:write', one, ({ id }, person) =>
  purgeStreams([String(id)], person),
)
