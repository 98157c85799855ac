export type Labels = Record<string, string>

export interface Sample {
  labels?: Labels
  value: number
  /** of a histogram: `_bucket`, `_sum` or `_count` */
  suffix?: string
}

/** All numbers of one name. */
export interface Family {
  name: string
  help: string
  type: 'gauge' | 'counter' | 'histogram' | 'summary'
  samples: Sample[]
}

/** The text format of Prometheus, version 0.0.4. A family without numbers is left out. */
export const promText = (families: readonly Family[]): string =>
  families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples }) =>
      [
        `# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`,
        `# TYPE ${name} ${type}`,
        ...samples.map(sample => lineOf(name, sample)),
        '',
      ].join('\n'),
    )
    .join('')

function lineOf(name: string, { suffix = '', labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
  return `${name}${suffix}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${inWords(value)}`
}

const escaped = (text: string) =>
  text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')

const inWords = (value: number) =>
  value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value)

/** A gauge with one number for each value of a label. */
export const byLabel = (
  name: string,
  help: string,
  label: string,
  numbers: Record<string, number>,
): Family => ({
  ...{ name, help, type: 'gauge' },
  samples: Object.entries(numbers).map(([text, value]) => ({ labels: { [label]: text }, value })),
})

/** A gauge that is a single number. */
export const single = (name: string, help: string, value: number): Family => ({
  ...{ name, help, type: 'gauge', samples: [{ value }] },
})
