import type { SourcePlugin } from '#lib/plugin.ts'
import { graphite } from '#sources/graphite.ts'
import { http } from '#sources/http.ts'
import { prometheus } from '#sources/prometheus.ts'
import { sqlSource } from '#sources/sql.ts'

export const sources: SourcePlugin[] = [graphite, sqlSource, http, prometheus]
