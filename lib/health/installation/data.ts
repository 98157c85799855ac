import { z } from 'zod'
import { db } from '#lib/db/client.ts'

/** One running process of a role. */
export interface Process {
  id: string
  role: string
  host: string
  pid: number
  startedAt: Date
  beatAt: Date
  /** what an engine or an intake reports of itself, as far as this version knows it */
  engine: EngineReport | null
  intake: IntakeReport | null
}

/** What an engine reports of itself with each beat. */
const engineReport = z.object({
  schedules: z.number(),
  runs: z.number(),
  lateness: z.object({ p50Ms: z.number(), p99Ms: z.number() }),
  sandbox: z.object({
    layers: z.array(z.string()),
    runs: z.number(),
    lost: z.number(),
    timeouts: z.number(),
    outOfMemory: z.number(),
  }),
})
export type EngineReport = z.output<typeof engineReport>

/** What an intake reports of itself with each beat. */
const intakeReport = z.object({
  listeners: z.array(z.string()),
  messagesPerSecond: z.number(),
  accepted: z.number(),
  dropped: z.number(),
  backlog: z.number(),
  isAway: z.boolean(),
  redis: z.object({ problem: z.string().nullish() }).optional(),
})
export type IntakeReport = z.output<typeof intakeReport>

/** All processes that have left a sign of life and not said goodbye, engines first. */
export async function listProcesses(): Promise<Process[]> {
  const rows = await db().beat.findMany({ orderBy: [{ role: 'asc' }, { startedAt: 'asc' }] })
  return rows.map(({ info, ...row }) => ({
    ...row,
    engine: engineReport.safeParse(info).data ?? null,
    intake: intakeReport.safeParse(info).data ?? null,
  }))
}

export interface Installation {
  /** of PostgreSQL */
  version: string
  bytes: number
  /** how many of each the configuration file declares */
  declared: Record<'sources' | 'alerts' | 'projects' | 'monitors' | 'dashboards', number>
}

export async function readInstallation(): Promise<Installation> {
  const [facts] = await db().$queryRaw<
    (Omit<Installation, 'declared'> & Installation['declared'])[]
  >`
    select current_setting('server_version') as version,
      pg_database_size(current_database())::float8 as bytes,
      (select count(*)::int from source where declared) as sources,
      (select count(*)::int from alert where declared) as alerts,
      (select count(*)::int from project where declared) as projects,
      (select count(*)::int from monitor where declared) as monitors,
      (select count(*)::int from dashboard where declared) as dashboards`
  if (!facts) throw new Error('a select without a table has one row')
  const { version, bytes, ...declared } = facts
  return { version, bytes, declared }
}
