import type { Env, IntakePorts } from '#lib/env.ts'

/** Where senders find this installation's intake; null where it does not listen. */
export interface Place extends IntakePorts {
  /** a name or an address, an IPv6 one without its brackets */
  host: string
  /** the Redis server that both sides know */
  redis: { host: string; port: number } | null
  /** the addresses of its NATS servers, without what lets one in */
  nats: string | null
}

const REDIS_PORT = 6379
/** Addresses to listen on that nobody can send to. */
const ANY = ['0.0.0.0', '::']

/** `askedHost` is the host by which the pages were reached, for where the settings name none. */
export function placeOf({ url, intake }: Pick<Env, 'url' | 'intake'>, askedHost: string): Place {
  const named = bare(new URL(url).hostname)
  return {
    host: ANY.includes(named) ? bare(askedHost) : named,
    http: intake.http,
    syslog: intake.syslog,
    syslogTls: intake.syslogTls,
    gottwallTcp: intake.gottwallTcp,
    gottwallUdp: intake.gottwallUdp,
    statsd: intake.statsd,
    blueox: intake.blueox,
    blueoxControl: intake.blueoxControl,
    redis: intake.redisUrl ? redisAt(intake.redisUrl) : null,
    nats: intake.natsUrl ? natsAt(intake.natsUrl) : null,
  }
}

/** The address of the HTTP intake, or of a path of it. */
export const httpUrl = ({ host, http }: Place, path = '') =>
  `http://${host.includes(':') ? `[${host}]` : host}:${http}${path}`

function redisAt(text: string) {
  const { hostname, port } = new URL(text)
  return { host: bare(hostname), port: Number(port) || REDIS_PORT }
}

/** As the command line of NATS takes them: `tls://n1:4222,n2:4222`. */
const natsAt = (text: string) =>
  text
    .split(',')
    .map(address => new URL(address.trim()))
    .map(({ protocol, host }) => `${protocol}//${host}`)
    .join(',')

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '')
