import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { auditEntry } from '#app/api/_shapes/audit.ts'
import { longId } from '#app/api/_shapes/lists.ts'
import { withUndoable } from '#app/api/audit/_entry.ts'
import { may } from '#lib/access/rights.ts'
import { getChange } from '#lib/audit/data.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { undoers } from '#lib/registry.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    // That of the entry, which undoing looks at.
    right: null,
    summary: 'Undoes a change; refused with 409 and the reason when that is not possible any more',
    params: z.object({ id: longId }),
    answer: auditEntry,
    async handle({ params, person }) {
      await undoChange(undoers, params.id, person)
      const entry = withUndoable(await getChange(params.id))
      // From where people come is for those who may read the trail.
      return may(person, 'audit:read') ? entry : { ...entry, address: null }
    },
  }),
})
