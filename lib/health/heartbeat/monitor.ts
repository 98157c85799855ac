import { monitorInput } from '#lib/monitors/schema.ts'

/** The alert that calls the address; whatever names it beats. */
export const HEARTBEAT_KEY = 'heartbeat'

/**
 * What beats: an ordinary monitor, so that each beat goes the whole way that an alarm goes, from the schedule through
 * queue, engine, sandbox and transaction to a delivery. Whatever stops alarms stops it.
 */
export const heartbeatMonitor = monitorInput.parse({
  name: 'Belfry: heartbeat',
  description:
    'Each run that is OK calls the address of the heartbeat, whose service tells when the calls stop. Belfry cannot tell you by itself that it tells nobody anything.',
  schedule: '* * * * *',
  tags: ['self-monitoring'],
  alerts: [HEARTBEAT_KEY],
  policy: { everyOk: true, missed: 'note' },
  script: `// Silence is the alarm: the heartbeat stops while this is not OK, or does not run.
const { deliveries } = await sources.belfry.sending()
if (deliveries.stuck > 0) fail('Deliveries are due, and nobody sends them', deliveries.stuck)
return deliveries.waiting
`,
})
