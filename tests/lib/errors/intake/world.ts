import type { Pool } from 'pg'
import type { Classification, Group } from '#lib/errors/classify/contract.ts'
import { ERROR_LEVEL, type ErrorEvent } from '#lib/errors/event.ts'
import { openErrorIntake } from '#lib/errors/intake/open.ts'
import { type Project, projectInput } from '#lib/projects/schema.ts'

interface FakeGroup extends Group {
  template: string
  signatureId: number | null
}

/** Every text a group of its own. */
export async function exactTexts(_: Pool, projectId: number): Promise<Classification> {
  const groups = new Map<string, FakeGroup>()
  return {
    classify({ message }) {
      const group = groups.get(message) ?? { template: message, signatureId: null }
      groups.set(message, group)
      return { group, by: 'template', ratio: null, matched: message }
    },
    async save(client) {
      const fresh = [...groups.values()].filter(group => group.signatureId === null)
      const { rows } = await client.query<{ id: number }>(INSERT, [
        projectId,
        fresh.map(({ template }) => template),
      ])
      const ids = new Map<Group, number>(fresh.map((group, i) => [group, rows[i]?.id ?? 0]))
      return {
        signatureOf: group => group.signatureId ?? ids.get(group) ?? 0,
        newTemplateOf: () => null,
        confirm() {
          for (const group of fresh) group.signatureId = ids.get(group) ?? null
        },
      }
    },
  }
}

const INSERT = `
  insert into signature (id, project_id, origin, template, first_message, root_id, level, first_seen, last_seen)
  select f.id, $1, 'template', text, text, f.id, 7, 'infinity', '-infinity'
  from (select nextval(pg_get_serial_sequence('signature', 'id')) as id, text
        from unnest($2::text[]) with ordinality as t(text, n) order by n) f
  returning id`

export const openIntake = (pool: Pool, rest: { weightLimit?: number } = {}) =>
  openErrorIntake({ pool, openClassification: exactTexts, ...rest })

export const aProject = (rest: Partial<Project> = {}): Project => ({
  id: 1,
  ...projectInput.parse({ name: 'default' }),
  ...rest,
})

export const anError = (rest: Partial<ErrorEvent> = {}): ErrorEvent => ({
  at: Date.now(),
  message: 'it broke',
  level: ERROR_LEVEL,
  host: 'web-1',
  program: 'shop',
  ...rest,
})

/** How often each message was counted, by the signatures. */
export async function counted(pool: Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ template: string; count: string }>(
    'select template, count from signature where count > 0',
  )
  return Object.fromEntries(rows.map(({ template, count }) => [template, Number(count)]))
}

/** What came in, by input and what became of it. */
export async function cameIn(pool: Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ name: string; count: string }>(
    `select input || ' ' || reason as name, sum(count) as count from intake_count group by 1`,
  )
  return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]))
}
