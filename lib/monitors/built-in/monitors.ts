import { monitorInput } from '#lib/monitors/schema.ts'

const TAGS = ['self-monitoring']
const LOOK = 'Look at **Settings › System**: it has the numbers of now and of the last day.'

/**
 * How Belfry watches itself, beside the example that runs. A new installation has them from the start, any other by one
 * click; from then on they are like all monitors: changed, paused or deleted they stay so.
 */
export const builtInMonitors = [
  {
    name: 'Belfry: every monitor runs',
    description: 'Active monitors whose planned time passed more than a minute ago without a run.',
    runbook: `Runs wait when all engines are busy or gone, or when a schedule cannot be kept.\n\n${LOOK}`,
    script: `const overdue = await sources.belfry.overdue()
const { waiting, oldestSeconds } = await sources.belfry.queue()
const killed = await sources.belfry.killed(5)

record('waiting', waiting)
record('oldest', oldestSeconds)
record('killed', killed.timeout + killed.memory + killed.lost)
if (overdue > 0) fail(\`\${overdue} monitors are overdue\`, overdue)
if (killed.lost > 0) fail(\`\${killed.lost} runs were lost with their process\`, overdue)
return overdue
`,
  },
  {
    name: 'Belfry: alerts get through',
    description:
      'Deliveries of alerts and posts of streams that wait for long, are stuck, or were given up.',
    runbook:
      'The log under **Alerts › Deliveries** says what each channel answered.\n\nWhat tells you of this may be the channel that is broken: set a heartbeat under **Settings › System**.',
    script: `const { deliveries, posts } = await sources.belfry.sending()
const oldest = Math.max(deliveries.oldestSeconds, posts.oldestSeconds)

record('deliveries', deliveries.waiting)
record('posts', posts.waiting)
if (deliveries.stuck + posts.stuck > 0) fail('Messages are due, and nobody sends them', oldest)
if (deliveries.died + posts.died > 0)
  fail(\`\${deliveries.died + posts.died} messages were given up within the last hour\`, oldest)
if (oldest > 900) fail(\`The oldest message waits for \${Math.round(oldest / 60)} minutes\`, oldest)
return oldest
`,
    unit: 's',
  },
  {
    name: 'Belfry: nothing is dropped for want of room',
    description:
      'What came in and was not taken because Belfry was too slow, or its database refused it. What senders did wrong is not counted here.',
    runbook: `The intake drops when the database cannot keep up with what comes in.\n\n${LOOK}`,
    script: `const { taken, dropped, reasons } = await sources.belfry.intake(5)
const ours = (reasons.overloaded ?? 0) + (reasons.refused ?? 0)

record('taken', taken)
record('dropped', dropped)
if (ours > 0) fail(\`\${ours} messages were dropped in five minutes\`, ours)
return ours
`,
  },
  {
    name: 'Belfry: all is well',
    description:
      'What is wrong with this installation in words: processes that fell silent, jobs that fail, a disk or a database without room.',
    runbook: LOOK,
    script: `const { problems, warnings } = await sources.belfry.health()
const { bytes, growth, connections } = await sources.belfry.storage()

record('size', bytes / 2 ** 20)
record('connections', connections)
if (growth !== null) record('growth', growth / 2 ** 20)
if (problems.length > 0) fail(problems.join('; '), problems.length)
for (const warning of warnings) console.log(warning)
return 0
`,
  },
].map(monitor =>
  monitorInput.parse({
    schedule: '*/5 * * * *',
    policy: { after: { ALARM: 2, ERROR: 2 }, missed: 'note' },
    ...{ ...monitor, tags: TAGS },
  }),
)
