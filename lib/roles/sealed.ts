import { installationSecrets, resealed, unseal } from '#lib/secrets.ts'
import type { Queryable } from '#lib/transaction.ts'

/** Every column that holds what `seal` made, with what its row is known by. */
export const SEALED = [
  { table: 'source', id: 'key', column: 'secrets' },
  { table: 'alert', id: 'key', column: 'secrets' },
  { table: 'project_key', id: 'id', column: 'private_key' },
  { table: 'inquiry', id: 'id', column: 'question' },
  { table: 'inquiry', id: 'id', column: 'answer' },
] as const

type Place = (typeof SEALED)[number]

/** Questions that nobody answers any more may be left from any time, and nobody needs them. */
const isKept = ({ table }: Place) => table !== 'inquiry'

/** Throws a UserError unless all that is stored can be opened: a role with the wrong secret had better never start. */
export async function refuseForeignSecret(client: Queryable): Promise<void> {
  const secrets = installationSecrets()
  for (const place of SEALED.filter(isKept))
    for (const { sealed } of await read(client, place)) unseal(sealed, secrets)
}

/**
 * Seals all that is stored with the secret in force, inside the caller's transaction, which others that change the
 * same rows wait for. Answers how many it were; what is sealed with it already stays as it is.
 */
export async function resealAll(client: Queryable): Promise<number> {
  const secrets = installationSecrets()
  let count = 0
  for (const place of SEALED) {
    const changed = (await read(client, place, 'for update')).flatMap(({ id, sealed }) => {
      const anew = isKept(place) || canOpen(sealed, secrets) ? resealed(sealed, secrets) : null
      return anew ? [{ id, anew }] : []
    })
    await write(client, place, changed)
    count += changed.length
  }
  return count
}

async function read(client: Queryable, { table, id, column }: Place, lock = '') {
  const { rows } = await client.query<{ id: string; sealed: Uint8Array }>(
    `select ${id}::text as id, ${column} as sealed from ${table} where ${column} is not null
     order by ${id} ${lock}`,
  )
  return rows
}

const write = (
  client: Queryable,
  { table, id, column }: Place,
  rows: { id: string; anew: Uint8Array }[],
) =>
  client.query(
    `update ${table} set ${column} = row.anew from unnest($1::text[], $2::bytea[]) as row (id, anew)
     where ${table}.${id}::text = row.id`,
    [rows.map(row => row.id), rows.map(row => Buffer.from(row.anew))],
  )

function canOpen(sealed: Uint8Array, secrets: Parameters<typeof unseal>[1]): boolean {
  try {
    unseal(sealed, secrets)
    return true
  } catch {
    return false
  }
}
