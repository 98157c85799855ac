import type { Pool } from 'pg'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'

/** Counts something in a project whose metric, filter and value are called so. Answers the pages that show it. */
export async function plantMetric(
  pool: Pool,
  project: { id: number; name: string },
  text: string,
): Promise<string[]> {
  const intake = openIntake(pool)
  const at = Math.floor(Date.now() / 1000) - 60
  await intake.accept({ ...aProject(), ...project }, 'gottwall', [
    anUpdate({ name: text, at, f: { [text]: text } }),
  ])
  await intake.close()
  const parts: Record<string, string>[] = [
    {},
    { metric: text, by: text, compare: 'on', label: text },
    { metric: text, [`where.${text}`]: text, unit: text, '2.metric': `${text}.never` },
  ]
  return parts.map(part => `/explore?${new URLSearchParams({ project: project.name, ...part })}`)
}
