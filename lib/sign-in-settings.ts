import { z } from 'zod'
import { type FieldErrors, UserError } from '#lib/failures.ts'

/** Who signs people in for us: Google Workspace, or another OpenID Connect provider. */
export interface Provider {
  id: 'google' | 'oidc'
  /** what the button says after "Sign in with" */
  label: string
  issuer: string
  clientId: string
  clientSecret: string
  /** whose people may come in, in lower case. Google: its claim `hd`; else the domain of the address, none meaning any */
  domains: readonly string[]
  /** an address counts as verified where the provider says nothing of it */
  trustsAddresses: boolean
}

/** A role that whoever is in a group of the provider has. */
export interface GroupRole {
  group: string
  role: 'viewer' | 'editor' | 'admin'
}

export interface SignInSettings {
  providers: Provider[]
  /** e-mail addresses in lower case */
  admins: string[]
  roles: GroupRole[]
}

const GOOGLE = 'https://accounts.google.com'
const DOMAIN = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/
const ROLE = z.enum(['viewer', 'editor', 'admin'])

const text = z.string().trim().min(1)
const list = z.string().transform(given => given.split(',').map(entry => entry.trim()))
const lowerCase = list.transform(entries => entries.map(entry => entry.toLowerCase()))
const domains = lowerCase.refine(
  entries => entries.every(entry => DOMAIN.test(entry)),
  'must be domains, like example.com, by commas',
)
const issuer = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
  .refine(isPlain, 'must have no user, query or fragment')

/** The settings of signing in, as part of the environment's. */
export const signInFields = {
  BELFRY_ADMINS: lowerCase
    .refine(
      entries => entries.every(entry => z.email().safeParse(entry).success),
      'must be e-mail addresses, by commas',
    )
    .default([])
    .describe('Who is an admin whatever else is set: e-mail addresses, by commas.'),
  GOOGLE_CLIENT_ID: text.optional().describe('Sign-in by Google Workspace: the client’s id.'),
  GOOGLE_CLIENT_SECRET: text.optional().describe('The client’s secret.'),
  GOOGLE_WORKSPACE_DOMAIN: domains
    .optional()
    .describe('Whose accounts may sign in: one domain of Google Workspace or several, by commas.'),
  GOOGLE_ISSUER: issuer.default(GOOGLE).describe('Only for tests: who stands in for Google.'),
  OIDC_ISSUER: issuer
    .optional()
    .describe('Sign-in by an OpenID Connect provider: its issuer, where discovery is done.'),
  OIDC_CLIENT_ID: text.optional().describe('The client’s id there.'),
  OIDC_CLIENT_SECRET: text.optional().describe('The client’s secret.'),
  OIDC_NAME: text.max(40).optional().describe('What the button calls it. Default: its host.'),
  OIDC_DOMAIN: domains
    .default([])
    .describe(
      'Only addresses of these domains may sign in, by commas. Default: all of the provider’s people.',
    ),
  OIDC_ROLES: list
    .transform((entries, context) => rolesOf(entries, context))
    .default([])
    .describe(
      'Roles by the provider’s groups: `group=role`, by commas; of several the highest counts.',
    ),
  OIDC_TRUST_EMAIL: z
    .enum(['yes', 'no'])
    .default('no')
    .describe('`yes`: an address counts as verified where the provider does not say.'),
}

type Fields = z.output<z.ZodObject<typeof signInFields>>

/** Throws a UserError that names the variables that are missing, or too many. */
export function signInSettings(fields: Fields): SignInSettings {
  const missing = { ...missingOfGoogle(fields), ...missingOfOidc(fields) }
  const list = Object.entries(missing).map(([name, what]) => `${name}: ${what}`)
  if (list.length > 0)
    throw new UserError(`The environment is not valid. ${list.join('; ')}`, { fields: missing })
  return {
    providers: [...googleOf(fields), ...oidcOf(fields)],
    admins: fields.BELFRY_ADMINS,
    roles: fields.OIDC_ROLES,
  }
}

function googleOf(fields: Fields): Provider[] {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GOOGLE_WORKSPACE_DOMAIN, GOOGLE_ISSUER } = fields
  if (!GOOGLE_CLIENT_ID || !GOOGLE_CLIENT_SECRET || !GOOGLE_WORKSPACE_DOMAIN) return []
  return [
    {
      ...{ id: 'google', label: 'Google', issuer: GOOGLE_ISSUER, trustsAddresses: false },
      ...{ clientId: GOOGLE_CLIENT_ID, clientSecret: GOOGLE_CLIENT_SECRET },
      domains: GOOGLE_WORKSPACE_DOMAIN,
    },
  ]
}

function oidcOf(fields: Fields): Provider[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_DOMAIN } = fields
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return []
  return [
    {
      ...{ id: 'oidc', label: OIDC_NAME ?? new URL(OIDC_ISSUER).host, issuer: OIDC_ISSUER },
      ...{ clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET, domains: OIDC_DOMAIN },
      trustsAddresses: fields.OIDC_TRUST_EMAIL === 'yes',
    },
  ]
}

function missingOfGoogle(fields: Fields): FieldErrors {
  const names = ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'GOOGLE_WORKSPACE_DOMAIN'] as const
  return missingOf(fields, names, 'sign-in by Google needs it')
}

function missingOfOidc(fields: Fields): FieldErrors {
  const { OIDC_ISSUER, OIDC_ROLES } = fields
  const names = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const
  const missing = missingOf(fields, names, 'sign-in by OpenID Connect needs it')
  if (OIDC_ROLES.length > 0 && !OIDC_ISSUER)
    missing.OIDC_ISSUER = 'is missing; OIDC_ROLES are for its groups'
  // Every Google account there is belongs to it, not only those of one's own domain.
  if (OIDC_ISSUER && new URL(OIDC_ISSUER).origin === GOOGLE)
    missing.OIDC_ISSUER = 'is Google’s: set GOOGLE_CLIENT_ID and GOOGLE_WORKSPACE_DOMAIN instead'
  return missing
}

/** Some of them without the others are a mistake. */
function missingOf(fields: Fields, names: readonly (keyof Fields)[], why: string): FieldErrors {
  const missing = names.filter(name => fields[name] === undefined)
  if (missing.length === names.length) return {}
  return Object.fromEntries(missing.map(name => [name, `is missing; ${why}`]))
}

/** A group's name may hold an equals sign. */
function rolesOf(entries: string[], context: z.RefinementCtx): GroupRole[] {
  return entries.flatMap(entry => {
    const at = entry.lastIndexOf('=')
    const group = entry.slice(0, Math.max(0, at)).trim().normalize('NFC')
    const role = ROLE.safeParse(entry.slice(at + 1).trim())
    if (group && role.success) return [{ group, role: role.data }]
    context.addIssue(`"${entry}" must be group=viewer, group=editor or group=admin`)
    return []
  })
}

function isPlain(address: string): boolean {
  const url = URL.parse(address)
  return !url?.username && !url?.password && !url?.search && !url?.hash
}
