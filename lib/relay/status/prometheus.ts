import type { RelayStatus } from '#lib/relay/status/status.ts'

type Row = [labels: Record<string, string>, value: number]

/** The same in Prometheus' text format (prometheus.io/docs/instrumenting/exposition_formats). */
export function prometheusOf({ spool, centres, projects }: RelayStatus): string {
  const each = (value: (project: RelayStatus['projects'][number]) => number): Row[] =>
    projects.map(project => [{ project: project.name }, value(project)])
  const by = (
    label: string,
    counts: (project: RelayStatus['projects'][number]) => Record<string, number>,
  ): Row[] =>
    projects.flatMap(project =>
      Object.entries(counts(project)).map(
        ([name, n]): Row => [{ project: project.name, [label]: name }, n],
      ),
    )
  const up = centres.map(({ name, isUp }): Row => [{ centre: name }, Number(isUp)])

  return [
    family('spool_bytes', 'gauge', [[{}, spool.bytes]]),
    family('spool_limit_bytes', 'gauge', [[{}, spool.mostBytes]]),
    family('centre_up', 'gauge', up),
    family(
      'waiting',
      'gauge',
      each(({ waiting }) => waiting),
    ),
    family(
      'in_doubt',
      'gauge',
      by('centre', ({ inDoubt }) => inDoubt),
    ),
    family(
      'kept_total',
      'counter',
      each(({ kept }) => kept),
    ),
    family(
      'lost_total',
      'counter',
      each(({ lost }) => lost),
    ),
    family(
      'damaged_bytes_total',
      'counter',
      each(({ damaged }) => damaged),
    ),
    family(
      'sent_total',
      'counter',
      by('outcome', ({ sent }) => sent),
    ),
    family(
      'dropped_total',
      'counter',
      by('reason', ({ dropped }) => dropped),
    ),
  ].join('')
}

function family(name: string, type: 'gauge' | 'counter', rows: readonly Row[]): string {
  const full = `belfry_relay_${name}`
  const lines = rows.map(([labels, value]) => `${full}${labelled(labels)} ${value}\n`)
  return `# TYPE ${full} ${type}\n${lines.join('')}`
}

function labelled(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}
