import { z } from 'zod'
import { db } from '#lib/db/client.ts'

/** What an engine reports of itself with each beat. */
const engineReport = z.object({
  schedules: z.number(),
  runs: z.number(),
  streams: z.number().default(0),
  lateness: z.object({
    p50Ms: z.number(),
    p99Ms: z.number(),
    counts: z.array(z.number()).default([]),
    sumMs: z.number().default(0),
  }),
  sandbox: z.object({
    layers: z.array(z.string()),
    runs: z.number(),
    lost: z.number(),
    timeouts: z.number(),
    outOfMemory: z.number(),
    starts: z.number().default(0),
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
  redis: z.object({ problem: z.string().nullish(), waiting: z.number().optional() }).optional(),
  nats: z.object({ problem: z.string().nullish(), waiting: z.number().optional() }).optional(),
})
export type IntakeReport = z.output<typeof intakeReport>

/** What every process tells of the machine that it is on. */
const machineReport = z.object({
  memoryBytes: z.number(),
  disk: z.object({ freeBytes: z.number(), bytes: z.number() }).nullable(),
})

/** One running process of a role. What it reports is there as far as this version knows it. */
export interface Process {
  id: string
  role: string
  host: string
  pid: number
  startedAt: Date
  beatAt: Date
  engine: EngineReport | null
  intake: IntakeReport | null
  memoryBytes: number | null
  /** of its data folder */
  disk: { freeBytes: number; bytes: number } | null
}

/** All processes that have left a sign of life and not said goodbye, engines first. */
export async function listProcesses(): Promise<Process[]> {
  const rows = await db().beat.findMany({ orderBy: [{ role: 'asc' }, { startedAt: 'asc' }] })
  return rows.map(({ info, ...row }) => ({
    ...row,
    ...{ memoryBytes: null, disk: null, ...machineReport.safeParse(info).data },
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
