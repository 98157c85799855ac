import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Allowed } from '#lib/addresses.ts'
import { environment } from '#lib/environment.ts'
import { parse } from '#lib/parse.ts'
import { type SignInSettings, signInSettings } from '#lib/sign-in-settings.ts'

export interface Env {
  port: number
  host: string
  url: string
  proxies: Allowed[]
  databaseUrl: string | undefined
  dataFolder: string
  /** from SIGTERM until nothing is answered any more */
  drainMs: number
  token: string | undefined
  secret: string | undefined
  /** what was sealed with it can still be opened */
  previousSecret: string | undefined
  signIn: SignInSettings
  configFile: string | undefined
  intake: IntakeEnv
  archive: ArchiveEnv | null
  /** null: there shall be none; undefined: as people set it */
  heartbeatUrl: string | null | undefined
}

/** Where events go that are not kept any longer. */
export interface ArchiveEnv {
  /** a folder, or `s3://bucket/prefix` */
  address: string
  endpoint: string | undefined
  /** hours of a day that share a file; null: all of them */
  hours: number | null
}

/** Where the intake listens; null where it shall not. */
export interface IntakePorts {
  http: number | null
  syslog: number | null
  syslogTls: number | null
  gottwallTcp: number | null
  gottwallUdp: number | null
  statsd: number | null
  blueox: number | null
  blueoxControl: number | null
}

export interface IntakeEnv extends IntakePorts {
  /** whether BlueOx's tools may end the intake */
  blueoxShutdown: boolean
  tlsCert: string | undefined
  tlsKey: string | undefined
  redisUrl: string | undefined
  natsUrl: string | undefined
}

/** Reads the settings. Throws a UserError that names each variable at fault. An empty variable counts as unset. */
export function readEnv(variables: NodeJS.ProcessEnv = process.env): Env {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const env = parse(environment, set, 'The environment')
  const host = env.BELFRY_HOST.includes(':') ? `[${env.BELFRY_HOST}]` : env.BELFRY_HOST

  return {
    port: env.PORT,
    host: env.BELFRY_HOST,
    url: (env.BELFRY_URL ?? `http://${host}:${env.PORT}`).replace(/\/$/, ''),
    proxies: env.BELFRY_PROXIES,
    databaseUrl: env.DATABASE_URL,
    dataFolder: resolve(env.BELFRY_DATA),
    drainMs: env.BELFRY_DRAIN * 1_000,
    token: env.BELFRY_TOKEN,
    secret: env.BELFRY_SECRET,
    previousSecret: env.BELFRY_SECRET_PREVIOUS,
    signIn: signInSettings(env),
    configFile: env.BELFRY_CONFIG ?? (existsSync('belfry.yaml') ? 'belfry.yaml' : undefined),
    intake: {
      http: env.BELFRY_INTAKE_HTTP,
      syslog: env.BELFRY_INTAKE_SYSLOG,
      syslogTls: env.BELFRY_INTAKE_SYSLOG_TLS,
      gottwallTcp: env.BELFRY_INTAKE_TCP,
      gottwallUdp: env.BELFRY_INTAKE_UDP,
      statsd: env.BELFRY_INTAKE_STATSD,
      blueox: env.BELFRY_INTAKE_BLUEOX,
      blueoxControl: env.BELFRY_INTAKE_CONTROL,
      blueoxShutdown: env.BELFRY_BLUEOX_SHUTDOWN === 'on',
      tlsCert: env.BELFRY_TLS_CERT,
      tlsKey: env.BELFRY_TLS_KEY,
      redisUrl: env.REDIS_URL,
      natsUrl: env.NATS_URL,
    },
    archive: env.BELFRY_ARCHIVE
      ? {
          address: env.BELFRY_ARCHIVE,
          endpoint: env.BELFRY_ARCHIVE_ENDPOINT,
          hours: env.BELFRY_ARCHIVE_HOURS ?? null,
        }
      : null,
    heartbeatUrl: env.BELFRY_HEARTBEAT_URL,
  }
}
