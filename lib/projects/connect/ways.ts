import { curlWay, otlpWay, sentryWay } from '#lib/projects/connect/http.ts'
import { redisWay } from '#lib/projects/connect/redis.ts'
import { syslogWays } from '#lib/projects/connect/syslog.ts'
import type { Sender, Way } from '#lib/projects/connect/way.ts'

/** All ways to send errors to a project, with lines to copy that work as they stand. */
export const waysToConnect = (sender: Sender): Way[] => [
  curlWay(sender),
  ...syslogWays(sender),
  sentryWay(sender),
  otlpWay(sender),
  redisWay(sender),
]
