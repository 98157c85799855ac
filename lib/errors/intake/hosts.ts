import type { Pool, PoolClient } from 'pg'

/** Senders choose their names: what would be one more of a project is counted as host 0. */
const HOSTS_LIMIT = 10_000
/** How often it is written that a host is still there. The clean-up forgets those that were unseen for days. */
const SEEN_EVERY_MS = 12 * 3_600_000
/** How often a full list is looked through for hosts that were forgotten. */
const LOOK_EVERY_MS = 3_600_000

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

interface Host {
  name: string
  /** undefined until it is saved */
  id: number | undefined
  seenAt: number
  /** since the list was last looked through: what waits to be saved may still have the number */
  isAsked: boolean
}

interface Row {
  id: number
  name: string
  seenAt: Date
}

export async function openHosts(pool: Pool, projectId: number, now = Date.now): Promise<Hosts> {
  const { rows } = await pool.query<Row>(LIST, [projectId, HOSTS_LIMIT])
  const hosts: Host[] = [{ name: '', id: 0, seenAt: Number.POSITIVE_INFINITY, isAsked: true }]
  const numbers = new Map<string, number>()
  const add = (host: Host) => {
    const number = hosts.push(host) - 1
    numbers.set(host.name, number)
    return number
  }
  for (const { id, name, seenAt } of rows)
    add({ id, name, seenAt: seenAt.getTime(), isAsked: false })
  let lookedAt = now()

  const asked = (number: number) => {
    const host = hosts[number]
    if (host) host.isAsked = true
    return number
  }

  /** Makes room for others where the list is full. */
  async function forget(client: PoolClient) {
    if (numbers.size < HOSTS_LIMIT || now() - lookedAt < LOOK_EVERY_MS) return
    lookedAt = now()
    const { rows } = await client.query<Row>(LIST, [projectId, HOSTS_LIMIT])
    const left = new Set(rows.map(({ name }) => name))
    for (const [name, number] of numbers) {
      const host = hosts[number]
      if (host && !host.isAsked && !left.has(name)) numbers.delete(name)
      else if (host) host.isAsked = false
    }
  }

  return {
    numberOf(name) {
      const known = numbers.get(name)
      if (known !== undefined) return asked(known)
      if (name === '' || numbers.size >= HOSTS_LIMIT) return 0
      return add({ name, id: undefined, seenAt: 0, isAsked: true })
    },
    nameOf: number => hosts[number]?.name ?? '',
    async save(client, used) {
      await forget(client)
      const at = now()
      const due = [...used]
        .flatMap(number => hosts[number] ?? [])
        .filter(host => at - host.seenAt >= SEEN_EVERY_MS)
      const saved = await see(
        client,
        projectId,
        due.map(({ name }) => name),
      )
      return {
        idOf: number => {
          const { name = '', id } = hosts[number] ?? {}
          return saved.get(name) ?? id ?? 0
        },
        confirm() {
          for (const host of due) Object.assign(host, { id: saved.get(host.name), seenAt: at })
        },
      }
    },
  }
}

const LIST = `
  select id, name, seen_at as "seenAt" from error_host where project_id = $1 order by id limit $2`

/** A row that is written stays: a clean-up that waits for it looks at its new time. */
async function see(client: PoolClient, projectId: number, names: string[]) {
  if (names.length === 0) return new Map<string, number>()
  const { rows } = await client.query<{ id: number; name: string }>(
    `insert into error_host (project_id, name)
     select $1, name from unnest($2::text[]) as name order by name
     on conflict (project_id, name) do update set seen_at = now()
     returning id, name`,
    [projectId, names],
  )
  return new Map(rows.map(({ id, name }) => [name, id]))
}
