import type { Pool } from 'pg'
import { keyText } from '#lib/events/query/key.ts'
import { writeQuery } from '#lib/events/query/write.ts'
import { aProject } from '#tests/lib/errors/intake/world.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'

/** Tells of an event whose type, host, traits and their values are called so. Answers the pages that show it. */
export async function plantEvent(
  pool: Pool,
  project: { id: number; name: string },
  text: string,
): Promise<string[]> {
  const intake = openIntake(pool)
  await intake.accept({ ...aProject(), ...project }, 'http', [
    anEvent({
      ...{
        type: text,
        host: text.slice(0, 200),
        id: `hostile ${project.id}`,
        uid: text,
        seconds: 1,
      },
      traits: { [text]: text, list: [text], within: { [text]: text } },
    }),
  ])
  await intake.close()
  const key = keyText([text])
  const q = writeQuery({ kind: 'compare', path: [text], comparison: '=', value: text })
  const parts: Record<string, string>[] = [
    { columns: key, facets: `type,host,${key}`, by: key },
    { q, look: 'trees' },
    { look: 'numbers', group: key },
  ]
  return [
    ...parts.map(part => `/events?${new URLSearchParams({ project: project.name, ...part })}`),
    `/events/${encodeURIComponent(`hostile ${project.id}`)}`,
  ]
}
