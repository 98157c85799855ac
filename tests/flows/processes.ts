import { readdirSync, readFileSync } from 'node:fs'

/** A process that can't be mistaken for a later one with the same number. */
export interface Seen {
  pid: number
  command: string
  startedAt: string
}

/** A process and all that it started, as they are now. Needs /proc. */
export function familyOf(pid: number): Seen[] {
  const parents = new Map(running().map(id => [id, statOf(id)?.parent]))
  const family = new Set([pid])
  for (let size = 0; size !== family.size; ) {
    size = family.size
    for (const [id, parent] of parents) if (parent && family.has(parent)) family.add(id)
  }
  return [...family].flatMap(id => seen(id) ?? [])
}

/** Those that still run; one that has ended and only waits for its parent doesn't count. */
export const alive = (processes: readonly Seen[]): Seen[] =>
  processes.filter(({ pid, startedAt }) => {
    const stat = statOf(pid)
    return stat && stat.startedAt === startedAt && stat.state !== 'Z'
  })

/** The processes whose command line says this. */
export const withCommand = (text: string, among: readonly Seen[]): Seen[] =>
  among.filter(({ command }) => command.includes(text))

const running = () =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)

function seen(pid: number): Seen | undefined {
  const stat = statOf(pid)
  const command = textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()
  return stat && { pid, command, startedAt: stat.startedAt }
}

/** See proc_pid_stat(5); the name, which may hold anything, ends at the last parenthesis. */
function statOf(pid: number) {
  const stat = textOf(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return stat
    ? { state: fields[0], parent: Number(fields[1]), startedAt: fields[19] ?? '' }
    : undefined
}

/** A process may end at any moment, and then has no text. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
