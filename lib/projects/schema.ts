import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { limit } from '#lib/access/reach/schema.ts'
import { CLASSIFIERS } from '#lib/errors/classify/contract.ts'
import { LEVELS } from '#lib/errors/event.ts'
import { eventSettings } from '#lib/events/settings.ts'
import { metricSettings } from '#lib/metrics/settings.ts'

/** There from the start: what nobody claims goes to the first, Belfry's own errors to the second. */
export const DEFAULT_PROJECT = 1
export const BELFRY_PROJECT = 2
/** Neither renamed nor deleted. */
export const isFixed = (id: number): boolean => id === DEFAULT_PROJECT || id === BELFRY_PROJECT

/** What a sender can speak; a project may be held to some of them. */
export const PROTOCOLS = [
  'http',
  'syslog',
  'sentry',
  'otlp',
  'redis',
  'nats',
  'gottwall',
  'statsd',
  'blueox',
] as const
export type Protocol = (typeof PROTOCOLS)[number]

/** Sockets on which something may come without a key. */
export const LISTENERS = ['http', 'syslog', 'syslog-tls', 'statsd', 'blueox', 'nats'] as const
export type Listener = (typeof LISTENERS)[number]

const NAME = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/

export const projectName = z
  .string()
  .trim()
  .regex(NAME, 'must be 1 to 64 of letters, digits, “.”, “_” and “-”, beginning with a letter')
  .refine(name => name !== 'new', 'stands in addresses for what is not there yet; choose another')

const rate = z.int().min(1).max(1_000_000_000).nullable().default(null)

const projectLimits = z.strictObject({
  messagesPerSecond: rate.describe(
    'More messages a second are refused or dropped; null: no limit.',
  ),
  bytesPerSecond: rate.describe('More bytes a second are refused or dropped; null: no limit.'),
  signatures: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(10_000)
    .describe('What would be one signature more goes into a common one.'),
  series: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(100_000)
    .describe('Metrics and values of their filters; what would be one more is refused.'),
})
export type ProjectLimits = z.output<typeof projectLimits>

const errorSettings = z.strictObject({
  level: z.enum(LEVELS).default('error').describe('This severity and worse ones count as errors.'),
  below: z
    .enum(['drop', 'keep'])
    .default('drop')
    .describe('What becomes of the others: dropped and counted, or kept as events.'),
  keepEvents: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('Newest whole errors kept of each signature; as many older ones, spread in time.'),
  classifiers: z
    .array(z.enum(CLASSIFIERS))
    .min(1)
    .refine(names => new Set(names).size === names.length, 'names one twice')
    .default(['rules', 'template'])
    .describe('Asked in this order; the first that knows the message decides.'),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('How alike two messages are to be for the classifier `similarity`.'),
})
export type ErrorSettings = z.output<typeof errorSettings>

export const projectSettings = z.strictObject({
  errors: errorSettings.prefault({}),
  metrics: metricSettings.prefault({}),
  events: eventSettings.prefault({}),
})
export type ProjectSettings = z.output<typeof projectSettings>

const network = z
  .string()
  .trim()
  .refine(
    text => ipaddr.isValid(text) || ipaddr.isValidCIDR(text),
    'must be an address or a network, like 10.1.0.0/16',
  )
const listName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'must be one line of text')

export const projectClaims = z.strictObject({
  listeners: z
    .array(z.enum(LISTENERS))
    .default([])
    .describe('Takes what comes in there without a key.'),
  networks: z
    .array(network)
    .max(1_000)
    .default([])
    .describe('Takes what comes from there without a key.'),
  lists: z.array(listName).max(100).default([]).describe('Redis lists whose messages are its own.'),
})
export type ProjectClaims = z.output<typeof projectClaims>

/** A project as people give it: the body of `POST /api/projects`. */
export const projectInput = z.strictObject({
  name: projectName.describe('What senders and addresses call it.'),
  description: z.string().max(10_000).default(''),
  limits: projectLimits.prefault({}),
  protocols: z
    .array(z.enum(PROTOCOLS))
    .nullable()
    .default(null)
    .describe('What its senders may speak; null: everything.'),
  settings: projectSettings.prefault({}),
  claims: projectClaims.prefault({}),
  groups: limit.describe('Who may see its errors and use them in monitors; none: everyone.'),
})
export type ProjectInput = z.output<typeof projectInput>

const keyText = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_+/=.-]{8,128}$/, 'must be 8 to 128 of letters, digits and “_+/=.-”')

/** A pair of keys that is given instead of made. */
export const keyInput = z.strictObject({
  publicKey: keyText.describe('Names the project; a sender shows it.'),
  privateKey: keyText.describe('For protocols that ask for a secret too.'),
})
export type KeyInput = z.output<typeof keyInput>

/** An entry of `projects` in belfry.yaml. */
export const projectDeclaration = projectInput.extend({
  keys: z
    .array(keyInput)
    .max(20)
    .default([])
    .describe('Fixed keys. Without any, a pair is made when the project is.'),
})
export type ProjectDeclaration = z.output<typeof projectDeclaration>

const moment = z.iso.datetime()

const keyView = z.strictObject({
  id: z.int(),
  publicKey: z.string(),
  declared: z.boolean().describe('Declared in the configuration file, and only changed there.'),
  createdAt: moment,
  revokedAt: moment.nullable().describe('Since then nobody gets in with it.'),
  lastUsedAt: moment.nullable(),
})
export type KeyView = z.output<typeof keyView>

/** A pair of keys in full, for admins. */
export const wholeKey = keyView.extend({ privateKey: z.string() })
export type WholeKey = z.output<typeof wholeKey>

/** A project as people see it. */
export const projectView = projectInput.extend({
  id: z.int(),
  declared: z.boolean().describe('Declared in the configuration file, and only changed there.'),
  createdAt: moment,
  updatedAt: moment,
  keys: z
    .array(keyView)
    .describe('Newest first, for those who may change it; private keys are read one by one.'),
})
export type ProjectView = z.output<typeof projectView>

/** The body of `PATCH /api/projects/{id}`. */
export const projectPatch = z
  .strictObject(
    Object.fromEntries(Object.keys(projectInput.shape).map(field => [field, z.json().optional()])),
  )
  .describe('A JSON merge patch: what is left out stays, null goes back to the default.')

/** A project as the processes know it. */
export interface Project extends ProjectInput {
  id: number
}

/** Those that are there from the start, as they are made. */
export const OWN_PROJECTS: readonly Project[] = [
  {
    id: DEFAULT_PROJECT,
    ...projectInput.parse({
      name: 'default',
      description: 'What comes without a key, unless another project claims it.',
      claims: { lists: ['incoming'] },
    }),
  },
  {
    id: BELFRY_PROJECT,
    ...projectInput.parse({ name: 'belfry', description: 'Errors of Belfry itself.' }),
  },
]
