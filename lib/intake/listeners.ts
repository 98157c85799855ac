import { openBlueox } from '#lib/intake/blueox/open.ts'
import { openGottwallTcp, openGottwallUdp } from '#lib/intake/gottwall/open.ts'
import { openHttp } from '#lib/intake/http/open.ts'
import type { Listener, ListenerContext, OpenListener } from '#lib/intake/listener.ts'
import { openStatsd } from '#lib/intake/statsd/open.ts'
import { openSyslog, openSyslogTls } from '#lib/intake/syslog/open.ts'

/** Its client takes memory that most installations can do without. */
const openRedis: OpenListener = async context =>
  context.env.intake.redisUrl
    ? (await import('#lib/intake/redis/listener.ts')).openRedis(context)
    : null

const LISTENERS: readonly OpenListener[] = [
  ...[openHttp, openSyslog, openSyslogTls, openRedis],
  ...[openGottwallTcp, openGottwallUdp, openStatsd, openBlueox],
]

/** Opens all that the settings ask for. Throws what kept one of them from opening; the others are closed again. */
export async function openListeners(context: ListenerContext): Promise<Listener[]> {
  const opened = await Promise.allSettled(LISTENERS.map(open => open(context)))
  const listeners = opened.flatMap(one => (one.status === 'fulfilled' && one.value) || [])
  const failed = opened.find(one => one.status === 'rejected')
  if (!failed) return listeners

  await Promise.all(listeners.map(listener => listener.close()))
  throw failed.reason
}
