import { readFileSync } from 'node:fs'
import { familyOf, type Seen } from '#tests/flows/processes.ts'

/** What a process and all that it started take, at one moment. */
export interface Taken {
  /** memory in MiB by kind of process; what several share counts in parts (PSS) */
  memory: Record<string, number>
  /** processor time so far in seconds, that of processes that have ended included */
  cpu: Record<string, number>
}

/** By the words of its command line, the first that fits. */
const KINDS: readonly [RegExp, string][] = [
  [/main\.ts (web|engine|intake)/, '$1'],
  [/supervisor\.ts/, 'supervisor'],
  [/sandbox\/runner/, 'sandbox'],
  [/postgres/, 'postgres'],
  [/^(npm|\S*\/npm|node \S*\/npm)\b/, 'npm'],
]

/** Needs /proc of Linux, and the right to look into all of them. */
export function takenBy(pid: number): Taken {
  const taken: Taken = { memory: {}, cpu: {} }
  for (const process of familyOf(pid)) {
    const kind = kindOf(process)
    taken.memory[kind] = (taken.memory[kind] ?? 0) + pssMiB(process.pid)
    taken.cpu[kind] = (taken.cpu[kind] ?? 0) + cpuSeconds(process.pid)
  }
  return taken
}

export const totalOf = (byKind: Record<string, number>): number =>
  Object.values(byKind).reduce((sum, one) => sum + one, 0)

function kindOf({ command }: Seen): string {
  for (const [words, kind] of KINDS) {
    const found = words.exec(command)
    if (found) return kind.replace('$1', found[1] ?? '')
  }
  return 'other'
}

/** Proportional set size (proc_pid_smaps(5)). */
function pssMiB(pid: number): number {
  const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/smaps_rollup`)) ?? []
  return Number(kilobytes ?? 0) / 1024
}

/** The 14th to the 17th field are its time in user and system mode and that of its children that have ended, in hundredths of a second (proc_pid_stat(5)). */
function cpuSeconds(pid: number): number {
  const stat = textOf(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100
}

/** A process may end at any moment, and then has no text. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
