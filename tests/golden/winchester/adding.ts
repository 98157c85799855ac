import type { Pool } from 'pg'
import { everything } from '#lib/access/reach.ts'
import type { Event } from '#lib/events/event.ts'
import { named, storeEvents } from '#lib/events/intake/store.ts'
import { readEvent } from '#lib/intake/events/plain.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'
import type { TriggerInput } from '#lib/streams/definition/schema.ts'
import { feed } from '#lib/streams/feed/feed.ts'
import { streamEventOf } from '#lib/streams/feed/stream-event.ts'
import { traitOf } from '#lib/streams/trait.ts'
import { listTriggers } from '#lib/streams/triggers/data.ts'
import { createTrigger, deleteTrigger } from '#lib/streams/triggers/mutations.ts'
import { inTransaction } from '#lib/transaction.ts'
import { ada } from '#tests/actor.ts'
import { type Adapter, type Case, wanted } from '#tests/golden/adapter.ts'
import { openFixture } from '#tests/golden/winchester/fixture.ts'
import { saveTrigger, streamsIn } from '#tests/lib/streams/feed/world.ts'
import { savePipeline } from '#tests/lib/streams/running/world.ts'

const SENT = {
  message_id: 'm-1',
  event_type: 'test.thing',
  timestamp: '2014-08-01T10:09:08.077777',
}

const triggerOf = (name: string, eventType: string): TriggerInput => ({
  ...{ name, expiration: '$timestamp + 1d', fire_pipeline: 'fire' },
  ...{ match_criteria: [{ event_type: eventType }], fire_criteria: [{ event_type: eventType }] },
})

/** Adding events, and triggers, while others run. */
export const adding: Adapter['groups'] = {
  async save_event(golden) {
    const expected = wanted(golden)
    if (golden.event) return { expected, got: savedAs(golden.event) }
    const { [String(golden.missing)]: _, ...rest } = SENT as Record<string, string>
    if (golden.missing) return { expected, got: { saved: read(rest) !== null } }
    return { expected, got: { saved: await isSeenAgain(await emptied()) } }
  },

  async add_event(golden) {
    const pool = await emptied()
    const { triggers, matching } = golden as Case & { triggers: number; matching: number[] }
    for (let i = 1; i <= triggers; i++)
      await saveTrigger(pool, triggerOf(String(i), matching.includes(i) ? 'test.*' : 'other'))
    await come(pool)
    await come(pool, 'm-2')
    const streams = await streamsIn(pool)
    return {
      expected: { ...(wanted(golden) as object), ready: 1 },
      got: {
        streams_touched: streams.map(({ trigger }) => Number(trigger)),
        ready: streams.filter(({ isReady, events }) => isReady && events === 2).length,
      },
    }
  },

  async add_trigger(golden) {
    const pool = await emptied()
    await savePipeline(pool, 'fire', [])
    const ids: number[] = []
    for (const name of golden.add as string[])
      await createTrigger(triggerOf(name, 'test.*'), ada).then(
        id => ids.push(id),
        () => {},
      )
    const after_add = await triggersNow()
    for (const id of ids) await deleteTrigger(id, ada)
    return { expected: wanted(golden), got: { after_add, after_delete: await triggersNow() } }
  },
}

async function emptied(): Promise<Pool> {
  const pool = await openFixture()
  await pool.query('truncate event, trigger, trigger_generation, stream_event cascade')
  return pool
}

function read(sent: unknown): Event | null {
  const got = readEvent(sent, Date.now() / 1000)
  return 'read' in got ? got.read : null
}

/** With the traits that triggers find. */
function savedAs(sent: unknown) {
  const event = read(sent)
  if (!event) return { saved: false }
  const seen = streamEventOf(named(event))
  const names = Object.keys(seen.traits).filter(name => traitOf(seen, name) !== undefined)
  return { saved: true, traits: Object.fromEntries(names.map(name => [name, seen.traits[name]])) }
}

/** Stores an event and hands it to the triggers, when it is new. */
const come = (pool: Pool, uid = SENT.message_id) =>
  inTransaction(pool, async client => {
    const event = named(read({ ...SENT, message_id: uid }) as Event)
    const [outcome] = await storeEvents(client, DEFAULT_PROJECT, [event])
    const isNew = outcome === 'accepted'
    await feed(client, isNew ? [{ projectId: DEFAULT_PROJECT, event, depth: 0 }] : [])
    return isNew
  })

/** A trigger would see it twice, then. */
async function isSeenAgain(pool: Pool): Promise<boolean> {
  await saveTrigger(pool, triggerOf('all', '*'))
  await come(pool)
  await come(pool)
  const [stream] = await streamsIn(pool)
  return stream?.events !== 1
}

const triggersNow = async () => (await listTriggers(everything, { limit: 10 })).items.length
