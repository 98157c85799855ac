import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { auditEntry } from '#app/api/_shapes/audit.ts'
import { longId } from '#app/api/_shapes/lists.ts'
import { withUndoable } from '#app/api/audit/_entry.ts'
import { getChange } from '#lib/audit/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'audit:read',
    summary: 'Reads an entry of the audit trail',
    params: z.object({ id: longId }),
    answer: auditEntry,
    handle: async ({ params }) => withUndoable(await getChange(params.id)),
  }),
})
