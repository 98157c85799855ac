import type { Named } from '#lib/sources/declarations.ts'

/** A script to begin with. */
export interface Template {
  title: string
  script: string
  /** the sources it may use; null: all */
  sources: string[] | null
}

const BY_TYPE: Record<string, (sources: string) => { title: string; script: string }> = {
  graphite: source => ({
    title: 'a rate of two series in Graphite',
    script: `// Share of failed responses in the last ten minutes
const total = await ${source}.getSum('sumSeries(stats_counts.response.*)', '-10min')
const failed = await ${source}.getSum('stats_counts.response.500', '-10min')

record('requests', total)
const rate = total === 0 ? 0 : (failed / total) * 100
if (rate >= 0.5) fail(\`\${rate.toFixed(2)} % of responses failed\`)
return rate
`,
  }),
  prometheus: source => ({
    title: 'targets that are down in Prometheus',
    script: `// Targets that Prometheus cannot reach
const down = await ${source}.query('up == 0')

if (down.length > 0) fail(\`\${down.length} targets are down\`)
return down.length
`,
  }),
  sql: source => ({
    title: 'a number from a database',
    script: `// Jobs that have waited too long
const waiting = Number(await ${source}.value("select count(*) from jobs where state = 'waiting'"))

if (waiting > 1000) fail(\`\${waiting} jobs wait\`)
return waiting
`,
  }),
  http: source => ({
    title: 'a web site and its certificate',
    script: `// The site answers in time, and its certificate lasts
const answer = await ${source}.get('https://example.com/')

record('days left', answer.certificateDaysLeft ?? 0)
if (answer.status !== 200) fail(\`The site answered \${answer.status}\`)
if (answer.certificateDaysLeft !== null && answer.certificateDaysLeft < 14)
  fail(\`The certificate ends in \${answer.certificateDaysLeft} days\`)
return answer.timeMs
`,
  }),
}

/** One example for each configured source of a kind that has one. */
export function templatesFor(sources: readonly Named[]): Template[] {
  return sources.flatMap(({ key, type, enabled }) => {
    const example = BY_TYPE[type]?.(accessTo(key))
    return example && enabled
      ? [{ title: `${key}: ${example.title}`, script: example.script, sources: null }]
      : []
  })
}

/** A key may have dashes, which a name in a script can't. */
const accessTo = (key: string) =>
  key.includes('-') ? `sources[${JSON.stringify(key)}]` : `sources.${key}`
