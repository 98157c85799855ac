import type { Pool } from 'pg'
import { SECRET } from '#bench/parts/role.ts'
import { openDirectory } from '#lib/projects/directory.ts'
import type { Key } from '#lib/projects/look-ups.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'
import { giveKeys } from '#lib/roles/prepare.ts'

/** The key of the default project, which gets one here. */
export async function defaultKey(url: string, pool: Pool): Promise<Key> {
  process.env.BELFRY_SECRET = SECRET
  await giveKeys(url)
  const directory = await openDirectory(pool)
  const [key] = directory.keysOf(DEFAULT_PROJECT)
  await directory.close()
  return key as Key
}
