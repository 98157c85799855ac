import type { Configuration } from '#lib/config/declarations.ts'
import { readConfiguration } from '#lib/config/file.ts'
import type { Env } from '#lib/env.ts'
import { UserError } from '#lib/failures.ts'

/** The configuration in the named file, or in the one that the settings name. */
export function configuration(env: Env, file: string | undefined): Configuration {
  const chosen = file ?? env.configFile
  if (!chosen)
    throw new UserError(
      'There is no configuration file: name one, set BELFRY_CONFIG, or put belfry.yaml here.',
    )
  return readConfiguration(chosen)
}
