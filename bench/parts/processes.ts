import { readFileSync } from 'node:fs'
import { familyOf, type Seen } from '#tests/flows/processes.ts'

/** What a process and all that it started take, at one moment. */
export interface Taken {
  /** memory in MiB by kind of process; what several share counts in parts (PSS) */
  memory: Record<string, number>
  /** what of it is not mapped from files, whose pages whoever else runs the same program takes a part of */
  own: Record<string, number>
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
  const taken: Taken = { memory: {}, own: {}, cpu: {} }
  for (const process of familyOf(pid)) {
    const kind = kindOf(process)
    const { all, files } = pssMiB(process.pid)
    add(taken.memory, kind, all)
    add(taken.own, kind, all - files)
    add(taken.cpu, kind, cpuSeconds(process.pid))
  }
  return taken
}

function add(sums: Record<string, number>, kind: string, value: number) {
  sums[kind] = (sums[kind] ?? 0) + value
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
function pssMiB(pid: number) {
  const text = textOf(`/proc/${pid}/smaps_rollup`)
  const of = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024
  return { all: of('Pss'), files: of('Pss_File') }
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
