import { randomUUID } from 'node:crypto'
import { readEnv } from '#lib/env.ts'
import type { Transition } from '#lib/plugin.ts'

/** What the test button of an alert sends: a transition that says of itself that nothing happened. */
export function sampleTransition(alert: string, at = new Date()): Transition {
  return {
    deliveryId: randomUUID(),
    monitorId: 0,
    monitor: 'Test of an alert',
    tags: [],
    from: 'OK',
    to: 'ALARM',
    message: `This is a test of the alert ${alert}. Nothing happened.`,
    value: null,
    unit: '',
    at,
    repeat: 0,
    url: `${readEnv().url}/alerts`,
    runbookUrl: null,
    history: '',
    test: true,
  }
}
