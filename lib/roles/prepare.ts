import type { Env } from '#lib/env.ts'

/** What a database needs before the roles start for the first time, and what belfry.yaml declares. */
export async function prepareInstallation(
  _env: Env,
  _url: string,
  _say: (line: string) => void,
): Promise<void> {}
