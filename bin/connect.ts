import { type Env, readEnv } from '#lib/env.ts'
import { checkDatabase, databaseUrl } from '#lib/roles/database.ts'

/** Points this process at the installation's database, which has to be at this code's schema. */
export async function connect(): Promise<Env & { databaseUrl: string }> {
  const env = readEnv()
  const url = databaseUrl(env)
  await checkDatabase(url)
  process.env.DATABASE_URL = url
  return { ...env, databaseUrl: url }
}
