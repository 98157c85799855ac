'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { streamsMeant } from '#app/api/_shapes/streams.ts'
import { reachOf } from '#lib/access/reach.ts'
import { purgeFitting, resetFitting } from '#lib/streams/fitting/mutations.ts'
import { purgeStreams, resetStreams } from '#lib/streams/mutations.ts'
import { filterOf } from '#lib/streams/reading/asked.ts'

const one = z.object({ id: z.int() })

/** Has the pipeline that failed over a stream tried again at once. */
export const resetStream = action('streams:write', one, ({ id }, person) =>
  resetStreams([String(id)], person),
)

export const purgeStream = action('streams:write', one, ({ id }, person) =>
  purgeStreams([String(id)], person),
)

/** The same for all that fit, as many as are done at once. */
export const resetFailed = action('streams:write', streamsMeant, async (asked, person) =>
  resetFitting(await filterOf(reachOf(person), asked), person),
)

export const purgeFound = action('streams:write', streamsMeant, async (asked, person) =>
  purgeFitting(await filterOf(reachOf(person), asked), person),
)
