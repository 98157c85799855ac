import { graphite } from './graphite.ts'
import { mariadb } from './mariadb.ts'
import { postgres } from './postgres.ts'
import { prometheus } from './prometheus.ts'
import { redis } from './redis.ts'
import { rsyslog } from './rsyslog.ts'
import type { Service } from './server.ts'

export const services: Service[] = [postgres, mariadb, graphite, prometheus, redis, rsyslog]
