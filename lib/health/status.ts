/** A role that has not beaten for so long counts as gone. */
export const BEAT_LIMIT_MS = 30_000
/** A job, or a stream, that is due for so long shows that nobody takes them. */
export const JOB_LIMIT_MS = 60_000

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
}

export interface Health {
  roles: Record<string, RoleHealth>
  /** by task */
  queues: Record<string, QueueHealth>
  /** for how long the oldest due job has been due */
  lagMs: number
}

/** What is wrong, in words; nothing when all is well. */
export function problemsOf({ roles, lagMs }: Health, now: Date): string[] {
  const silent = Object.entries(roles).flatMap(([role, { lastBeat }]) => {
    if (lastBeat === null) return [`no ${role} is running`]
    const silentMs = now.getTime() - lastBeat.getTime()
    return silentMs > BEAT_LIMIT_MS ? [`${role} has been silent for ${seconds(silentMs)}`] : []
  })
  const late = lagMs > JOB_LIMIT_MS ? [`a job has been due for ${seconds(lagMs)}`] : []
  return [...silent, ...late]
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`
