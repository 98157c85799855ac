import { type MonitorInput, monitorInput } from '#lib/monitors/schema.ts'

const TAG = 'example'

/** A script and the sentence that stands above it, where its author will look first. */
const script = (comment: string, code: string) => `// ${comment}\n${code.trim()}\n`

/** The name of the one that runs. */
export const RUNNING_EXAMPLE = 'Belfry: runs start on time'

const lateness = monitorInput.parse({
  name: RUNNING_EXAMPLE,
  description:
    'Belfry watches itself: how many seconds after their planned time the slowest runs of the last ten minutes began.',
  runbook:
    'Runs start late when the machine is busy or more run at once than fit.\n\n1. Look at the queue under **Settings**.\n2. Spread schedules that all fall on the full minute.\n3. Start another engine: `npm run role -- engine`.',
  unit: 's',
  schedule: '* * * * *',
  tags: [TAG, 'belfry'],
  policy: { after: { ALARM: 2 } },
  script: script(
    'An example that works right away: the source "belfry" has the numbers of this installation.',
    `
const { p50, p99, runs } = await sources.belfry.lateness(10)
const { waiting } = await sources.belfry.queue()

record('median', p50)
record('waiting', waiting)
console.log(\`\${runs} runs in ten minutes\`)

if (p99 > 30) fail(\`Runs begin up to \${p99.toFixed(1)} s late\`, p99)
return p99
`,
  ),
})

/** To be copied: each shows one kind of source, and is paused because that source is not configured yet. */
const forCopying = [
  {
    name: 'Example: Graphite',
    description: 'The share of responses that failed, from two series.',
    unit: '%',
    schedule: '* * * * *',
    script: script(
      'Needs a source of type Graphite with the key "graphite" (page Sources).',
      `
const total = await sources.graphite.getSum('sumSeries(stats_counts.response.*)', '-10min')
const failed = await sources.graphite.getSum('stats_counts.response.500', '-10min')
if (total === 0) noData('there were no responses at all')

const rate = (failed / total) * 100
record('responses', total)
if (rate >= 0.5) fail(\`\${rate.toFixed(2)} % of the responses failed\`, rate)
return rate
`,
    ),
  },
  {
    name: 'Example: SQL',
    description: 'Orders that nobody has worked on for half an hour.',
    schedule: '*/5 * * * *',
    script: script(
      'Needs a source of type SQL with the key "shop". This is PostgreSQL; MySQL and SQLite write ? for $1.',
      `
const stuck = await sources.shop.value(
  "select count(*) from orders where state = $1 and created_at < now() - interval '30 minutes'",
  ['new'],
)
if (Number(stuck) > 10) fail(\`\${stuck} orders wait for more than half an hour\`, Number(stuck))
return Number(stuck)
`,
    ),
  },
  {
    name: 'Example: web site',
    description: 'A page answers, quickly, and its certificate is not about to end.',
    unit: 'ms',
    schedule: '* * * * *',
    policy: { after: { ALARM: 2, ERROR: 2 } },
    script: script(
      'Needs a source of type HTTP with the key "http".',
      `
const page = await sources.http.get('https://www.example.com/')
const days = page.certificateDaysLeft ?? Infinity

if (page.status !== 200) fail(\`The page answers \${page.status}\`, page.timeMs)
if (page.timeMs > 3000) fail('The page takes more than three seconds', page.timeMs)
if (days < 14) fail(\`The certificate ends in \${Math.floor(days)} days\`, page.timeMs)
return page.timeMs
`,
    ),
  },
  {
    name: 'Example: Prometheus',
    description: 'Free space on the fullest disk.',
    unit: '%',
    schedule: '*/5 * * * *',
    script: script(
      'Needs a source of type Prometheus with the key "prometheus".',
      `
const free = await sources.prometheus.value(
  'min(node_filesystem_avail_bytes / node_filesystem_size_bytes) * 100',
)
if (free === null) noData('no disk is reported')
if (free < 10) fail(\`Only \${free.toFixed(1)} % of a disk are free\`, free)
return free
`,
    ),
  },
].map(example => monitorInput.parse({ ...example, active: false, tags: [TAG] }))

/** What a new installation starts with. */
export const exampleMonitors: readonly MonitorInput[] = [lateness, ...forCopying]
