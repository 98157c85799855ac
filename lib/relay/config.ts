import { readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { reasonOf, UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'
import { keyInput, projectClaims, projectName } from '#lib/projects/schema.ts'

const UNITS: Record<string, number> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3,
}

/** `500MB`, `2GiB`, or bytes. */
export const byteSize = z.union([z.int(), z.string()]).transform((given, context) => {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?) *([kmg]i?)?b?$/i.exec(String(given).trim()) ?? []
  const bytes = Math.round(Number(number) * (UNITS[unit.toLowerCase()] ?? Number.NaN))
  if (!(bytes >= LEAST_BYTES))
    context.addIssue('must be a size like 500MB or 2GiB, of at least 1 MiB')
  return bytes
})
const LEAST_BYTES = 1024 ** 2

const ADDRESS = 'must be an address like https://belfry.example.org:8890'

const address = z
  .url({ protocol: /^https?$/, error: ADDRESS })
  .max(1_000)
  .transform(url => url.replace(/\/+$/, ''))

const centre = z.union(
  [
    address.transform(url => ({ name: url, addresses: [url] })),
    z.strictObject({
      name: z.string().min(1).max(100),
      addresses: z.array(address).min(1).max(20),
    }),
  ],
  `${ADDRESS}, or a name with addresses`,
)

const { publicKey, privateKey } = keyInput.shape
const { listeners, networks, lists } = projectClaims.shape

const project = z.strictObject({
  key: publicKey,
  privateKey: privateKey.optional(),
  default: z.boolean().default(false),
  ...{ listeners, networks, lists },
})

/** The file of a relay. */
export const relayFile = z.strictObject({
  centres: z
    .array(centre)
    .min(1)
    .max(10)
    .refine(all => new Set(all.map(({ name }) => name)).size === all.length, 'names one twice'),
  projects: z
    .record(projectName, project)
    .refine(all => Object.keys(all).length > 0, 'names none')
    .refine(
      all => Object.values(all).filter(one => one.default).length <= 1,
      'only one can be the default',
    ),
  spool: z
    .strictObject({
      folder: z.string().min(1).optional(),
      bytes: byteSize.default(1024 ** 3),
      whenFull: z.enum(['refuse', 'drop-oldest']).default('refuse'),
    })
    .prefault({}),
  tlsCa: z.string().min(1).optional(),
  status: z.int().min(0).max(65_535).nullable().default(8_891),
})
export type RelayConfig = z.output<typeof relayFile>
export type RelayProject = z.output<typeof project>

/** What the command line says beside the file, and before it. */
export interface Overrides {
  url?: string[]
  key?: string
  spool?: string
  spoolBytes?: string
  whenFull?: string
  tlsCa?: string
  status?: number | 'off'
}

/** Reads the settings of a relay. Throws a UserError that names what is wrong. */
export function readConfig(file: string | undefined, given: Overrides): RelayConfig {
  const said = file === undefined ? {} : readYaml(file)
  const { url, key, spool, spoolBytes, whenFull, tlsCa, status } = given
  const [publicKey, privateKey] = key?.split(':') ?? []
  const merged = {
    ...said,
    ...(url && { centres: url }),
    ...(key !== undefined && { projects: { default: { key: publicKey, privateKey } } }),
    spool: {
      ...(said.spool as object | undefined),
      ...(spool !== undefined && { folder: spool }),
      ...(spoolBytes !== undefined && { bytes: spoolBytes }),
      ...(whenFull !== undefined && { whenFull }),
    },
    ...(tlsCa !== undefined && { tlsCa }),
    ...(status !== undefined && { status: status === 'off' ? null : status }),
  }
  return parse(relayFile, merged, file ?? 'What the relay is told')
}

function readYaml(file: string): Record<string, unknown> {
  try {
    const content: unknown = parseYaml(withEnvironment(readFileSync(file, 'utf8')))
    if (typeof content === 'object' && content !== null) return content as Record<string, unknown>
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${reasonOf(error)}`)
  }
  throw new UserError(`${file} holds no settings of a relay.`)
}

/** `${NAME}` stands for a variable of the environment, so that keys need not be in the file. */
const withEnvironment = (text: string): string =>
  text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = process.env[name]
    if (value === undefined) throw new Error(`the variable ${name} is not set`)
    return value
  })
