import { reasonOf } from '#lib/failures.ts'
import { type GuardedFetch, guardedFetch } from '#lib/http.ts'
import { type SourcePlugin, secretKeys } from '#lib/plugin.ts'
import { type Redact, redactor } from '#lib/redact.ts'
import { ownSources, sourcePlugin } from '#lib/registry.ts'
import { checkSettings } from '#lib/settings.ts'
import type { Instance } from '#lib/sources/data.ts'
import { type TakeTurn, turns } from '#lib/turns.ts'

/** Calls of one source that run at once, from all monitors together; the others wait. */
const CALLS_AT_ONCE = 20
/** Of Belfry's own all together: each takes up to two of the process's ten connections, which runs need too. */
const OWN_CALLS_AT_ONCE = 4

/** A configured source that can be asked. */
export interface Active {
  key: string
  /** equal as long as nothing that matters to its calls has changed */
  fingerprint: string
  enabled: boolean
  /** open to these groups only; none: to all */
  groups: readonly string[]
  plugin: SourcePlugin
  config: Record<string, unknown>
  fetch: GuardedFetch
  takeTurn: TakeTurn
  /** its settings that are secret, and what blacks them out */
  secrets: unknown[]
  redact: Redact
}

/** One that cannot: its settings or its kind are not what this version knows. */
export interface Broken {
  key: string
  fingerprint: string
  enabled: boolean
  /** open to these groups only; none: to all */
  groups: readonly string[]
  problem: string
}

export function activate(instance: Instance): Active | Broken {
  const { key, type, enabled, groups, settings } = instance
  const fingerprint = fingerprintOf(instance)
  const plugin = sourcePlugin(type)
  if (!plugin)
    return { key, fingerprint, enabled, groups, problem: `there is no kind of source "${type}"` }
  try {
    const config = checkSettings(plugin.config, settings)
    return { ...asked(key, plugin, config), fingerprint, enabled, groups }
  } catch (error) {
    return { key, fingerprint, enabled, groups, problem: reasonOf(error) }
  }
}

export const fingerprintOf = ({ type, enabled, groups, settings }: Instance): string =>
  JSON.stringify([type, enabled, groups, settings])

/** Belfry's own sources, which nobody has to configure. */
export function ownActive(): Active[] {
  const takeTurn = turns(OWN_CALLS_AT_ONCE)
  return ownSources.map(plugin => ({
    ...asked(plugin.id, plugin, plugin.config.parse({})),
    takeTurn,
  }))
}

function asked(key: string, plugin: SourcePlugin, config: Record<string, unknown>): Active {
  const secrets = secretKeys(plugin.config).map(name => config[name])
  return {
    key,
    fingerprint: '',
    enabled: true,
    groups: [],
    plugin,
    config,
    fetch: guardedFetch(plugin.policy?.(config) ?? { trust: 'admin' }),
    takeTurn: turns(CALLS_AT_ONCE),
    secrets,
    redact: redactor(secrets),
  }
}
