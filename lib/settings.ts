import type { z } from 'zod'
import { type FieldErrors, UserError } from '#lib/failures.ts'
import { fieldErrors } from '#lib/parse.ts'
import { type Plain, secretKeys } from '#lib/plugin.ts'
import { seal, unseal } from '#lib/secrets.ts'

/** Stands for a secret that is set; given back, it leaves the secret as it is. */
export const MASK = '********'

export type Settings = Record<string, unknown>

/** The settings of one instance of a plugin as stored: secrets sealed, apart from the rest. */
export interface StoredSettings {
  config: unknown
  secrets: Uint8Array | null
}

/** A schema is compiled with its first use: made anew for each check, it would be each time. */
const strictSchemas = new WeakMap<z.ZodObject, z.ZodObject>()

function strict(schema: z.ZodObject): z.ZodObject {
  const made = strictSchemas.get(schema) ?? schema.strict()
  strictSchemas.set(schema, made)
  return made
}

/** Checks settings against the plugin's schema. Throws a UserError that names fields as `config.url`. */
export function checkSettings<S extends z.ZodObject>(schema: S, input: unknown): z.output<S> {
  const result = strict(schema).safeParse(input)
  if (result.success) return result.data as z.output<S>

  const fields: FieldErrors = {}
  for (const [path, text] of Object.entries(fieldErrors(result.error)))
    fields[path ? `config.${path}` : 'config'] = text
  const list = Object.entries(fields).map(([path, text]) => `${path}: ${text}`)
  throw new UserError(`The settings are not valid. ${list.join('; ')}`, { fields })
}

/** How settings are stored: what is secret is sealed as one object. */
export function sealSettings(schema: z.ZodObject, settings: Settings) {
  const secret = new Set(secretKeys(schema))
  const pick = (isSecret: boolean) =>
    Object.fromEntries(
      Object.entries(settings).filter(
        ([key, value]) => secret.has(key) === isSecret && value !== undefined,
      ),
    )
  const secrets = pick(true)
  return {
    config: pick(false),
    secrets: Object.keys(secrets).length ? seal(secrets) : null,
  }
}

/** Checks settings and gives them the form in which they are stored. */
export function storedSettings(schema: z.ZodObject, settings: Settings) {
  checkSettings(schema, settings)
  const { config, secrets } = sealSettings(schema, settings)
  return { config: config as Record<string, Plain>, secrets }
}

/** The settings in full, secrets opened. For the process that uses them; they are not to leave it. */
export function openSettings({ config, secrets }: StoredSettings): Settings {
  return { ...(config as Settings), ...(secrets ? (unseal(secrets) as Settings) : {}) }
}

/** The settings as people may see them: a secret that is set shows as `MASK`. */
export function maskSettings(stored: StoredSettings): Settings {
  const shown: Settings = { ...(stored.config as Settings) }
  if (stored.secrets)
    for (const key of Object.keys(unseal(stored.secrets) as Settings)) shown[key] = MASK
  return shown
}

/**
 * New settings out of the present ones and a change: what is left out, and a secret that comes
 * back masked, stays; null takes a setting away.
 */
export function changeSettings(present: Settings, change: Settings): Settings {
  const changed = { ...present }
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete changed[key]
    else if (value !== MASK) changed[key] = value
  }
  return changed
}
