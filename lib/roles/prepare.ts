import { openDb } from '#lib/db/client.ts'
import type { Env } from '#lib/env.ts'

/** What a migrated database needs before the roles start. */
export async function prepareInstallation(
  _env: Env,
  url: string,
  _say: (line: string) => void,
): Promise<void> {
  const opened = openDb(url, 1)
  await opened.close()
}
