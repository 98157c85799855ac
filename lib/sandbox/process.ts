import { readFileSync, writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Below the engine's and the database's, which have to answer while scripts compute. */
const PRIORITY = 5
/** The first that the system kills when it runs out of memory. */
const OOM_SCORE = 1000
const PAGE_BYTES = 4096

/** Puts a runner behind all others in the system's eyes: a courtesy, which some systems refuse. */
export function standBack(pid: number | undefined) {
  if (!pid) return
  attempt(() => setPriority(pid, PRIORITY))
  attempt(() => writeFileSync(`/proc/${pid}/oom_score_adj`, String(OOM_SCORE)))
}

/** Memory that a process really holds; 0 where the system does not tell. */
export function residentBytes(pid: number | undefined): number {
  const pages = attempt(() => readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  return Number(pages ?? 0) * PAGE_BYTES
}

/** The layers around a process that only the system knows of; none where it does not tell. */
export function seenLayers(pid: number | undefined): string[] {
  const limits = attempt(() => readFileSync(`/proc/${pid}/limits`, 'utf8')) ?? ''
  const status = attempt(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? ''
  const isLimited = ['core file size', 'file size'].every(name =>
    new RegExp(`^Max ${name} +0 +0 `, 'm').test(limits),
  )
  return [
    ...(isLimited ? ['limits of the system'] : []),
    ...(/^NoNewPrivs:\t1$/m.test(status) ? ['no new privileges'] : []),
  ]
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
