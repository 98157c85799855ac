import type { LastEvents } from '#lib/events/last/data.ts'

/** What came last, in lines; `now` in unix seconds. */
export function lastWords({ last, lag, types, hosts }: LastEvents, now: number): string[] {
  if (last === null) return ['events    none yet']
  const late = lag === null ? '' : `, ${lag} s after it had ended`
  return [
    `events    the last ${ago(last, now)}${late}`,
    ...listed('types', types, now),
    ...listed('hosts', hosts, now),
  ]
}

function listed(title: string, names: LastEvents['types'], now: number): string[] {
  const width = Math.max(0, ...Object.keys(names).map(name => name.length))
  return [
    title,
    ...Object.entries(names).map(
      ([name, { last }]) => `  ${(name || '(none)').padEnd(width)}  ${ago(last, now)}`,
    ),
  ]
}

const ago = (at: number, now: number) => `${Math.max(0, Math.round(now - at))} secs ago`
