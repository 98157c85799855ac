import { z } from 'zod'
import { moment, paging, q } from '#app/api/_shapes/lists.ts'
import { moment as time } from '#lib/errors/times.ts'

const word = z.string().max(250).optional()

const filter = {
  q: q.describe('Text to search for in all that an entry says, as it is stored.'),
  subject: word.describe('Kind of what was changed, as `monitor`.'),
  subjectId: word.describe('Its number or key.'),
  person: word.describe('Who did it, by the whole name.'),
  action: word.describe('What was done, as `change`.'),
  address: word.describe('From which address.'),
  from: time.optional().describe('Date, Unix time or `-7d`; included.'),
  until: time.optional().describe('Likewise; not included.'),
}

export const auditFilter = z.strictObject(filter)
export const auditQuery = paging.extend(filter)

export const auditEntry = z.strictObject({
  id: z.int(),
  at: moment,
  person: z.string(),
  address: z
    .string()
    .nullable()
    .describe('Null: on the machine itself, or where whoever asks may not read the trail.'),
  action: z.string(),
  subject: z.string(),
  subjectId: z.string(),
  name: z.string().describe('What the subject was called then; empty where its id says it.'),
  change: z
    .json()
    .describe(
      'What was `before` and `after`, of what differs; `changed`: fields whose values are not kept. ' +
        'Besides, whatever the action has changed.',
    ),
  undoneAt: moment.nullable(),
  undoneBy: z.string().nullable(),
  undoable: z.boolean().describe('That kind of change can be undone, and was not yet.'),
})
