import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { getAuditRetention } from '#lib/audit/retention/data.ts'
import { setAuditRetention } from '#lib/audit/retention/mutations.ts'
import { auditRetention } from '#lib/audit/retention/setting.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'settings:read',
    summary: 'Reads for how long the audit trail is kept',
    answer: auditRetention,
    handle: () => getAuditRetention(),
  }),
  PATCH: serve({
    right: 'settings:write',
    summary: 'Changes for how long the audit trail is kept',
    body: auditRetention,
    answer: auditRetention,
    async handle({ body, person }) {
      await setAuditRetention(body, person)
      return getAuditRetention()
    },
  }),
})
