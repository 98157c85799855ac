import { z } from 'zod'
import { moment } from '#lib/errors/times.ts'
import { triggerInput } from '#lib/streams/triggers/schema.ts'

const range = {
  from: moment.optional().describe('Default: a day before `to`.'),
  to: moment.optional().describe('Not included; default: now.'),
}

/** What a saved trigger is run over. */
export const replayRange = z.strictObject(range)

/** A trigger that is not saved, and what it is run over. */
export const replayDraftInput = triggerInput.safeExtend(range)
