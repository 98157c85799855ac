import { blueoxWay } from '#lib/projects/connect/blueox.ts'
import { clientWay, curlEventsWay } from '#lib/projects/connect/events.ts'
import { gottwallWay } from '#lib/projects/connect/gottwall.ts'
import { curlWay, sentryWay } from '#lib/projects/connect/http.ts'
import { natsWays } from '#lib/projects/connect/nats.ts'
import { otlpMetricsWay, otlpWay } from '#lib/projects/connect/otlp.ts'
import { redisWay } from '#lib/projects/connect/redis.ts'
import { statsdWay } from '#lib/projects/connect/statsd.ts'
import { syslogWays } from '#lib/projects/connect/syslog.ts'
import type { Sender, Way } from '#lib/projects/connect/way.ts'

/** All ways to send errors, metrics and events to a project, with lines to copy that work as they stand. */
export const waysToConnect = (sender: Sender): Way[] => [
  curlWay(sender),
  ...syslogWays(sender),
  sentryWay(sender),
  otlpWay(sender),
  redisWay(sender),
  statsdWay(sender),
  gottwallWay(sender),
  otlpMetricsWay(sender),
  clientWay(sender),
  curlEventsWay(sender),
  blueoxWay(sender),
  ...natsWays(sender),
]
