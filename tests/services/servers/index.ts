import { blueox } from './blueox.ts'
import { graphite } from './graphite.ts'
import { mariadb } from './mariadb.ts'
import { nats } from './nats.ts'
import { pgbouncer } from './pgbouncer.ts'
import { postgres } from './postgres.ts'
import { prometheus } from './prometheus.ts'
import { redis } from './redis.ts'
import { rsyslog } from './rsyslog.ts'
import type { Service } from './server.ts'

/** One of each serves all test files, side by side. */
export const shared: Service[] = [postgres, mariadb, graphite, prometheus, rsyslog, blueox]

/** Of these each file starts its own: who listens to a server takes what is sent to it, whoever it is for. */
export const services: Service[] = [...shared, redis, nats, pgbouncer]
