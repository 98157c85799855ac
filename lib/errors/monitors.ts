import { z } from 'zod'
import { THRESHOLDS } from '#lib/errors/alarms.ts'
import { levelName, sliceName } from '#lib/errors/schema.ts'
import { type MonitorInput, monitorInput } from '#lib/monitors/schema.ts'

const threshold = z.number().min(0).max(1e12)

/** What a ready-made monitor watches; what is left out has a default. */
export const watched = z.strictObject({
  signature: z.int().min(1).optional().describe('One signature; otherwise all that fit.'),
  query: z.string().trim().min(1).max(200).optional(),
  project: z.string().trim().min(1).max(100).optional().describe('A name or number.'),
  level: levelName.optional().describe('This level and worse ones.'),
  host: z.string().trim().min(1).max(255).optional(),
  slice: sliceName.default('5_minute').describe('Counted over so long.'),
  above: threshold.default(THRESHOLDS.medium).describe('An alarm above so many in a slice.'),
  factor: z
    .number()
    .gt(1)
    .max(1_000)
    .default(3)
    .describe('An alarm when it is so many times as much, or as little.'),
  silentMinutes: z
    .int()
    .min(2)
    .max(10_080)
    .default(15)
    .describe('An alarm when nothing came for so long.'),
})
export type Watched = z.output<typeof watched>

interface Template {
  label: string
  description: string
  /** the fields that it looks at */
  fields: readonly (keyof Watched)[]
  monitor(watched: Watched): Pick<MonitorInput, 'name' | 'script'> & { runbook: string }
}

/** A script that begins with what it watches, where its author will want to change it. */
const script = (which: object, code: string) =>
  `const which = ${JSON.stringify(which)}\n${code.trim()}\n`

const SOME = ['signature', 'query', 'project', 'level', 'host'] as const

/** Only what was chosen. */
const chosen = (of: Watched, fields: readonly (keyof Watched)[]) =>
  Object.fromEntries(fields.flatMap(field => (of[field] === undefined ? [] : [[field, of[field]]])))

function about(of: Watched): string {
  if (of.signature !== undefined) return `signature ${of.signature}`
  const parts = [of.project, of.level && `${of.level}+`, of.host, of.query && `“${of.query}”`]
  return parts.filter(Boolean).join(', ').slice(0, 60) || 'all errors'
}

const LOOK = 'Look at the signature on the page **Errors**: its examples, hosts and releases.'

/** What is watched with one click; each becomes an ordinary monitor that can be changed. */
export const errorMonitors = {
  new: {
    label: 'A new signature appeared',
    description: 'An error of a kind that was never seen before.',
    fields: ['project', 'level'],
    monitor: of => ({
      name: `New errors: ${about(of)}`,
      runbook: `${LOOK}\n\nWhat is known and harmless can be muted there.`,
      script: script(
        chosen(of, ['project', 'level']),
        `
// Five minutes, so that one late run misses nothing.
const found = await sources.errors.newSignatures('-5min', which)
if (found.length > 0) {
  const list = found.slice(0, 5).map(it => \`\${it.project}: \${it.template.slice(0, 120)}\`)
  fail(\`\${found.length} new: \${list.join(' · ')}\`, found.length)
}
return 0`,
      ),
    }),
  },
  above: {
    label: 'A signature is above N in a slice',
    description: 'Firetower’s alert; its levels were 10, 100 and 1,000 in five minutes.',
    fields: [...SOME, 'slice', 'above'],
    monitor: of => ({
      name: `Errors above ${of.above} in a ${of.slice.replace('_', ' ')}: ${about(of)}`,
      runbook: LOOK,
      script: script(
        { ...chosen(of, [...SOME, 'slice']), thresholds: [of.above] },
        `
const found = await sources.errors.above(which)
const most = max([0, ...found.map(it => it.count)])
if (found.length > 0) fail(found.slice(0, 5).map(it => it.message).join(' · '), most)
return most`,
      ),
    }),
  },
  rate: {
    label: 'The rate is far from the same time last week',
    description: 'Many more, or many fewer, errors than a week ago.',
    fields: [...SOME, 'factor'],
    monitor: of => ({
      name: `Errors against last week: ${about(of)}`,
      runbook: `Compare the two weeks on the page **Errors**.\n\n${LOOK}`,
      script: script(
        chosen(of, SOME),
        `
const factor = ${of.factor}
const now = await sources.errors.count({ ...which, from: '-30min' })
const then = await sources.errors.count({ ...which, from: '-10110min', to: '-10080min' })

record('last_week', then)
// Below this, chance alone makes such differences.
if (now + then < 20) return now
if (now > then * factor) fail(\`\${now} errors in half an hour; \${then} a week ago\`, now)
if (now * factor < then) fail(\`Only \${now} errors in half an hour; \${then} a week ago\`, now)
return now`,
      ),
    }),
  },
  silent: {
    label: 'The intake went silent',
    description: 'Nothing at all has come in, so nothing else here would tell.',
    fields: ['project', 'silentMinutes'],
    monitor: of => ({
      name: `Nothing comes in: ${of.project ?? 'all projects'}`,
      runbook:
        'Is the intake running (page **Settings**)? Do the senders reach it? A firewall, a certificate or a key may have changed.',
      script: script(
        chosen(of, ['project']),
        `
const { silentSeconds } = await sources.errors.intake('-${of.silentMinutes}min', which)
if (silentSeconds === null) noData('nothing has come in yet')

const minutes = silentSeconds / 60
if (minutes > ${of.silentMinutes}) fail(\`Nothing came in for \${Math.floor(minutes)} minutes\`, minutes)
return minutes`,
      ),
    }),
  },
} as const satisfies Record<string, Template>

export type ErrorMonitor = keyof typeof errorMonitors
export const errorMonitorName = z.enum(
  Object.keys(errorMonitors) as [ErrorMonitor, ...ErrorMonitor[]],
)

/** The monitor as it would be made, every minute; a person may then change whatever they like. */
export function monitorFor(template: ErrorMonitor, of: Watched): MonitorInput {
  const { description, monitor } = errorMonitors[template]
  const { name, ...rest } = monitor(of)
  return monitorInput.parse({
    ...{ ...rest, description, name: name.slice(0, 100) },
    ...{ schedule: '* * * * *', unit: template === 'silent' ? 'min' : '', tags: ['errors'] },
    sources: ['errors'],
  })
}
