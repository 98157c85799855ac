import type { RelayStatus } from '#lib/relay/status/status.ts'

/** The same for a person at a terminal. */
export function statusInWords(status: RelayStatus): string {
  const { spool, listeners } = status
  return [
    `Relay since ${status.startedAt}`,
    ...listeners.map(line => `  ${line}`),
    `Spool ${spool.folder}: ${size(spool.bytes)} of ${size(spool.mostBytes)}; when full: ${spool.whenFull}`,
    ...status.centres.map(inWordsOfCentre),
    ...status.projects.flatMap(inWordsOfProject),
    '',
  ].join('\n')
}

function inWordsOfCentre({ name, isUp, problem, clockLead }: RelayStatus['centres'][number]) {
  const clock =
    clockLead !== null && Math.abs(clockLead) > 30
      ? `; its clock is ${Math.abs(clockLead)} s ${clockLead > 0 ? 'ahead' : 'behind'}`
      : ''
  return `Centre ${name}: ${isUp ? 'there' : `away (${problem})`}${clock}`
}

function inWordsOfProject(project: RelayStatus['projects'][number]): string[] {
  const { name, waiting, bytes, kept, sent, dropped, inDoubt, lost, damaged, problem } = project
  const lines = [
    `${waiting} waiting (${size(bytes)}), ${kept} kept`,
    `sent: ${counts(sent) || 'nothing yet'}`,
    ...(counts(dropped) ? [`dropped: ${counts(dropped)}`] : []),
    ...(counts(inDoubt) ? [`kept for a centre that did not answer: ${counts(inDoubt)}`] : []),
    ...(lost > 0 ? [`given up to make room: ${lost}`] : []),
    ...(damaged > 0 ? [`damaged: ${size(damaged)}`] : []),
    ...(problem === null ? [] : [`problem: ${problem}`]),
  ]
  return [`Project ${name}`, ...lines.map(line => `  ${line}`)]
}

const counts = (of: Record<string, number>) =>
  Object.entries(of)
    .map(([name, n]) => `${n} ${name}`)
    .join(', ')

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), 4)
  return `${(bytes / 1024 ** power).toFixed(1)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][power]}`
}
