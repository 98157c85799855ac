import { z } from 'zod'
import { moment, paging, q } from '#app/api/_shapes/lists.ts'

const word = z.string().max(200).optional()

export const auditQuery = paging.extend({
  q,
  subject: word.describe('As `signature`.'),
  subjectId: word,
  person: word,
  action: word,
})

export const auditEntry = z.strictObject({
  id: z.int(),
  at: moment,
  person: z.string(),
  action: z.string(),
  subject: z.string(),
  subjectId: z.string(),
  change: z.json().describe('What was `before` and `after`, or whatever was changed.'),
  undoneAt: moment.nullable(),
  undoneBy: z.string().nullable(),
  undoable: z.boolean().describe('That kind of change can be undone, and was not yet.'),
})
