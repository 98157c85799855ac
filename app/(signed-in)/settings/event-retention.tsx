'use client'

import { saveEventRetention } from '#app/(signed-in)/settings/actions.ts'
import { RetentionForm } from '#app/(signed-in)/settings/retention-form.tsx'
import type { EventRetention as Retention } from '#lib/events/retention/setting.ts'

const FIELDS = [
  ['days', 'Events', 1, 3_660],
  ['archiveDays', 'In the archive', 0, 36_600, 'for ever'],
] as const

/** For how many days events are kept, and after how many they leave the archive, too. */
export const EventRetention = ({ retention }: { retention: Retention }) => (
  <RetentionForm values={retention} fields={FIELDS} save={saveEventRetention} />
)
