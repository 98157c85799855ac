import type { Pool, PoolClient } from 'pg'

/** Senders choose their names: what would be one more of a project is counted as host 0. */
const HOSTS_LIMIT = 10_000

/** The hosts of one project by small numbers that hold for the life of the process; 0 is any beyond the limit. */
export interface Hosts {
  numberOf(name: string): number
  nameOf(number: number): string
  /** Inside the caller's transaction: gives each of these an id. `confirm` after the commit. */
  save(client: PoolClient, numbers: Iterable<number>): Promise<SavedHosts>
}

export interface SavedHosts {
  idOf(number: number): number
  confirm(): void
}

export async function openHosts(pool: Pool, projectId: number): Promise<Hosts> {
  const { rows } = await pool.query<{ id: number; name: string }>(
    'select id, name from error_host where project_id = $1 order by id limit $2',
    [projectId, HOSTS_LIMIT],
  )
  const names = ['', ...rows.map(({ name }) => name)]
  const ids: (number | undefined)[] = [0, ...rows.map(({ id }) => id)]
  const numbers = new Map(rows.map(({ name }, i) => [name, i + 1]))

  return {
    numberOf(name) {
      const known = numbers.get(name)
      if (known !== undefined) return known
      if (name === '' || names.length > HOSTS_LIMIT) return 0
      numbers.set(name, names.length)
      return names.push(name) - 1
    },
    nameOf: number => names[number] ?? '',
    async save(client, used) {
      const fresh = new Set([...used].filter(number => ids[number] === undefined))
      const saved = await insertHosts(
        client,
        projectId,
        [...fresh].map(n => names[n] ?? ''),
      )
      const idOf = (number: number) => ids[number] ?? saved.get(names[number] ?? '') ?? 0
      return {
        idOf,
        confirm() {
          for (const number of fresh) ids[number] = idOf(number)
        },
      }
    },
  }
}

async function insertHosts(client: PoolClient, projectId: number, names: string[]) {
  if (names.length === 0) return new Map<string, number>()
  await client.query(
    `insert into error_host (project_id, name)
     select $1, name from unnest($2::text[]) as name order by name on conflict do nothing`,
    [projectId, names],
  )
  const { rows } = await client.query<{ id: number; name: string }>(
    'select id, name from error_host where project_id = $1 and name = any ($2::text[])',
    [projectId, names],
  )
  return new Map(rows.map(({ id, name }) => [name, id]))
}
