'use client'

import { saveAuditRetention } from '#app/(signed-in)/settings/actions.ts'
import { RetentionForm } from '#app/(signed-in)/settings/retention-form.tsx'
import type { AuditRetention as Retention } from '#lib/audit/retention/setting.ts'

const FIELDS = [['days', 'Entries', 30, 3_660]] as const

/** For how many days entries of the trail are kept. */
export const AuditRetention = ({ retention }: { retention: Retention }) => (
  <RetentionForm values={retention} fields={FIELDS} save={saveAuditRetention} />
)
