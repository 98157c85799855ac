/** A role that has not beaten for so long counts as gone. */
export const BEAT_LIMIT_MS = 30_000
/** A job, or a stream, that is due for so long shows that nobody takes them. */
const JOB_LIMIT_MS = 60_000
/** The queue of streams, among those of jobs. */
export const STREAMS = 'streams'

export interface RoleHealth {
  /** the latest sign of life of any of its processes */
  lastBeat: Date | null
  processes: number
}

export interface QueueHealth {
  /** jobs whose time has come and that nobody has taken */
  due: number
  /** jobs for later, retries among them */
  later: number
  running: number
  /** for how long the oldest of those that are due has been */
  lagMs: number
}

export interface Health {
  roles: Record<string, RoleHealth>
  /** by task */
  queues: Record<string, QueueHealth>
  /** for how long the oldest due job, of whatever kind, has been due */
  lagMs: number
}

/** What is wrong, in words; nothing when all is well. */
export function problemsOf({ roles, queues }: Omit<Health, 'lagMs'>, now: Date): string[] {
  const silent = Object.entries(roles).flatMap(([role, { lastBeat }]) => {
    if (lastBeat === null) return [`no ${role} is running`]
    const silentMs = now.getTime() - lastBeat.getTime()
    return silentMs > BEAT_LIMIT_MS ? [`${role} has been silent for ${seconds(silentMs)}`] : []
  })
  const { [STREAMS]: streams, ...jobs } = queues
  const jobLagMs = Math.max(0, ...Object.values(jobs).map(({ lagMs }) => lagMs))
  return [...silent, ...late('a job', jobLagMs), ...late('a stream', streams?.lagMs ?? 0)]
}

const late = (what: string, lagMs: number) =>
  lagMs > JOB_LIMIT_MS ? [`${what} has been due for ${seconds(lagMs)}`] : []

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`
