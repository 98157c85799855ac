import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { auditFilter } from '#app/api/_shapes/audit.ts'
import { exportAnswer } from '#app/api/audit/_export.ts'
import { jsonLines } from '#lib/audit/export/json-lines.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'audit:read',
    summary: 'The entries of the audit trail that fit as JSON lines, newest first',
    query: auditFilter,
    answer: 'application/x-ndjson',
    handle: ({ query, person, request }) =>
      exportAnswer({ format: 'jsonl', head: '', lines: jsonLines }, query, person, request),
  }),
})
