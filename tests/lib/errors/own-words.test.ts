import { describe, expect, test } from 'vitest'
import { reachOfMonitor } from '#lib/access/reach.ts'
import { deliveryDied, scriptFailed } from '#lib/errors/own-words.ts'
import type { Transition } from '#lib/plugin.ts'
import { anOutcome } from '#tests/lib/runs/world.ts'

const failed = anOutcome({ state: 'ERROR', reason: 'exception', message: 'no orders', line: 3 })
const job = (groups: string[]) => ({
  ...{ script: '', now: new Date(0), timeoutMs: 1_000, sources: null },
  ...{ monitor: { id: 7, name: 'Orders', tags: [] }, reach: reachOfMonitor(groups) },
  previous: { state: 'OK' as const, value: null, at: null },
})
const transition = { monitor: 'Orders', monitorId: 7, from: 'OK', to: 'ALARM' } as Transition

describe('what Belfry’s own project is told of a monitor', () => {
  test('that is for everyone has its name, and what it said', () => {
    expect(scriptFailed(job([]), failed).message).toBe(
      'The script of Orders failed (exception): no orders',
    )
    expect(deliveryDied(transition, false, 'timeout').message).toBe(
      'An alert that Orders went from OK to ALARM was given up: timeout',
    )
  })

  test('that is limited has its number only', () => {
    expect(scriptFailed(job(['shop']), failed).message).toBe(
      'The script of monitor 7 failed (exception)',
    )
    expect(deliveryDied(transition, true, 'timeout').message).toBe(
      'An alert that monitor 7 went from OK to ALARM was given up: timeout',
    )
  })

  test('is one signature for each monitor and reason, however often its words change', () => {
    const prints = ['no orders', 'too few'].map(
      message => scriptFailed(job([]), { ...failed, message }).fingerprint,
    )
    expect(prints[0]).toEqual(prints[1])
  })
})
