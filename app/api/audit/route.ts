import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { auditEntry, auditQuery } from '#app/api/_shapes/audit.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { withUndoable } from '#app/api/audit/_entry.ts'
import { listChanges } from '#lib/audit/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'audit:read',
    summary:
      'Lists who changed what, newest first. A search looks through a limited number of entries a page: one may be ' +
      'short, even empty, and still have a `next`',
    query: auditQuery,
    answer: page(auditEntry),
    async handle({ query }) {
      const { items, next } = await listChanges(query)
      return { items: items.map(withUndoable), next }
    },
  }),
})
