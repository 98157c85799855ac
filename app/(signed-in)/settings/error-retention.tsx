'use client'

import { saveRetention } from '#app/(signed-in)/settings/actions.ts'
import { RetentionForm } from '#app/(signed-in)/settings/retention-form.tsx'
import type { Retention } from '#lib/errors/retention/schema.ts'

const FIELDS = [
  ['secondsDays', 'By the second', 1, 31],
  ['minutesDays', 'By the minute', 1, 400],
  ['hoursDays', 'By the hour', 1, 3_660],
] as const

/** For how many days errors stay counted. */
export const ErrorRetention = ({ retention }: { retention: Retention }) => (
  <RetentionForm values={retention} fields={FIELDS} save={saveRetention} />
)
