import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { auditFilter } from '#app/api/_shapes/audit.ts'
import { exportAnswer } from '#app/api/audit/_export.ts'
import { csvHead, csvLines } from '#lib/audit/export/csv.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'audit:read',
    summary: 'The entries of the audit trail that fit as CSV, newest first',
    query: auditFilter,
    answer: 'text/csv',
    handle: ({ query, person, request }) =>
      exportAnswer({ format: 'csv', head: csvHead(), lines: csvLines }, query, person, request),
  }),
})
