import { z } from 'zod'
import { type Allowed, parseAllowed } from '#lib/addresses.ts'
import { signInFields } from '#lib/sign-in-settings.ts'

const port = z.coerce.number().int().min(0).max(65535)
const intakePort = z
  .union([z.literal('off').transform(() => null), port])
  .meta({ description: 'a port, 0 for any free one, or `off`' })
const asRoot = process.getuid?.() === 0

/** The settings that come from the environment. Their `description`s fill docs/settings.md. */
export const environment = z.object({
  PORT: port.default(3000).describe('Port of the pages and the API.'),
  BELFRY_HOST: z.string().min(1).default('127.0.0.1').describe('Address to bind.'),
  BELFRY_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'The public address: links in alerts, sign-in, Origin check. Default `http://HOST:PORT`.',
    ),
  BELFRY_PROXIES: z
    .string()
    .transform((text, context) => proxiesOf(text, context))
    .default([])
    .describe('Whose forwarded headers are believed: addresses and networks, by commas.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional()
    .describe(
      'A PostgreSQL server, 15 or newer; several by commas (`postgres://user:password@host1:5432,host2:5432/belfry`) where one takes another’s place. Default: the embedded one.',
    ),
  BELFRY_DATA: z
    .string()
    .min(1)
    .default(asRoot ? '/var/lib/belfry' : './data')
    .describe(
      'Folder of the embedded database and the generated secret (as root `/var/lib/belfry`).',
    ),
  BELFRY_DRAIN: z.coerce
    .number()
    .int()
    .min(0)
    .max(300)
    .default(0)
    .describe(
      'Seconds for which web and intake go on answering after SIGTERM, while `/api/ready` says 503, so that a balancer sends nobody there any more.',
    ),
  BELFRY_TOKEN: z
    .string()
    .min(8, 'needs at least 8 characters')
    .optional()
    .describe('An admin API token that is valid from the start.'),
  BELFRY_SECRET: z
    .string()
    .min(8, 'needs at least 8 characters')
    .optional()
    .describe('Encrypts stored secrets. Default: generated into the data folder.'),
  BELFRY_SECRET_PREVIOUS: z
    .string()
    .min(8, 'needs at least 8 characters')
    .optional()
    .describe('What `BELFRY_SECRET` was before, while it is being changed.'),
  ...signInFields,
  BELFRY_CONFIG: z
    .string()
    .min(1)
    .optional()
    .describe(
      'File of declared sources, alerts, projects, monitors and dashboards. Default: `./belfry.yaml` if it is there.',
    ),
  BELFRY_INTAKE_HTTP: intakePort
    .default(8890)
    .describe('Port of the HTTP intake (all HTTP protocols); `off` for none.'),
  BELFRY_INTAKE_SYSLOG: intakePort
    .default(5514)
    .describe('Port of syslog over TCP and UDP; `off` for none.'),
  BELFRY_INTAKE_SYSLOG_TLS: intakePort
    .default(null)
    .describe(
      'Port of syslog over TLS, with `BELFRY_TLS_CERT` and `BELFRY_TLS_KEY`. Default: off.',
    ),
  BELFRY_INTAKE_TCP: intakePort
    .default(8897)
    .describe('Port of GottWall over TCP; `off` for none.'),
  BELFRY_INTAKE_UDP: intakePort
    .default(8897)
    .describe('Port of GottWall over UDP; `off` for none.'),
  BELFRY_INTAKE_STATSD: intakePort
    .default(8125)
    .describe('Port of StatsD over UDP and TCP; `off` for none.'),
  BELFRY_INTAKE_BLUEOX: intakePort
    .default(3514)
    .describe(
      'Port on which BlueOx’s clients and collectors send events (ZeroMQ); `off` for none.',
    ),
  BELFRY_INTAKE_CONTROL: intakePort
    .default(3513)
    .describe(
      'Port on which BlueOx’s tools ask for the live stream and the status; `off` for none.',
    ),
  BELFRY_BLUEOX_SHUTDOWN: z
    .enum(['on', 'off'])
    .default('off')
    .describe(
      'Whether `SHUTDOWN` of BlueOx’s tools ends the intake; only where its control port is reached from this machine alone.',
    ),
  BELFRY_TLS_CERT: z.string().min(1).optional().describe('File of the certificate chain, PEM.'),
  BELFRY_TLS_KEY: z.string().min(1).optional().describe('File of the private key, PEM.'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
    .optional()
    .describe(
      'A Redis server whose lists, and what GottWall’s clients send there, are taken in. Default: none.',
    ),
  NATS_URL: z
    .string()
    .regex(
      /^\s*(nats|tls):\/\/[^,\s]+(\s*,\s*(nats|tls):\/\/[^,\s]+)*\s*$/,
      'must be addresses like nats://host:4222, by commas',
    )
    .optional()
    .describe(
      'NATS servers with JetStream, by commas: what intakes take in goes by way of them, and what applications publish there is taken in. Default: none.',
    ),
  BELFRY_ARCHIVE: z
    .string()
    .regex(
      /^(s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/|$)|(?!\w+:\/\/))/,
      'must be a folder, or s3://bucket/prefix',
    )
    .optional()
    .describe(
      'Where events go that are not kept any longer: a folder, or `s3://bucket/prefix` (keys from the environment, a profile or the machine’s role). Default: nowhere.',
    ),
  BELFRY_ARCHIVE_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address of what speaks S3, where it is not Amazon’s.'),
  BELFRY_ARCHIVE_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(12)
    .optional()
    .describe('Hours of a day that share a file of the archive, 1 to 12. Default: all of them.'),
  BELFRY_HEARTBEAT_URL: z
    .union([
      z.literal('off').transform(() => null),
      z.url({ protocol: /^https?$/, error: 'must be an http or https address, or off' }),
    ])
    .meta({ description: 'an address, or `off`' })
    .optional()
    .describe(
      'An address that is called every minute in which alerts could have been told, so that the service behind it tells when that stops; `off` ends it. Default: as set under Settings.',
    ),
  BELFRY_LOG: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('How much is logged.'),
})

function proxiesOf(text: string, context: z.RefinementCtx): Allowed[] {
  const entries = text.split(',').map(entry => entry.trim())
  const proxies = entries.flatMap(entry => {
    const allowed = parseAllowed(entry)
    return allowed?.network ? [allowed] : []
  })
  if (proxies.length < entries.length)
    context.addIssue('must be addresses and networks, like 10.0.0.5, 172.16.0.0/12')
  return proxies
}
