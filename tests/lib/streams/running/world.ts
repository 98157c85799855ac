import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { hear } from '#lib/db/notices.ts'
import { DEFAULT_PROJECT, OWN_PROJECTS } from '#lib/projects/schema.ts'
import type { HandlerContext, StreamFacts } from '#lib/streams/handlers/contract.ts'
import { openStreamWorker } from '#lib/streams/running/worker.ts'
import { addTally, type Tally } from '#lib/streams/statistics/tally.ts'
import { saveTrigger, take } from '#tests/lib/streams/feed/world.ts'

export const savePipeline = async (
  pool: Pool,
  name: string,
  handlers: readonly { name: string; params?: object }[],
): Promise<void> => {
  const steps = handlers.map(({ name, params = {} }) => ({ name, params }))
  await pool.query(
    `insert into pipeline (project_id, name, handlers, source) values ($1, $2, $3::jsonb, '')
     on conflict (project_id, name) do update set handlers = excluded.handlers`,
    [DEFAULT_PROJECT, name, JSON.stringify(steps)],
  )
}

/** A trigger whose streams fire at once, by the trait `order`; `expiration: '$first - 1d'` lets them expire instead. */
export const saveOrders = (pool: Pool, rest: object = {}) =>
  saveTrigger(pool, {
    name: 'orders',
    distinguished_by: ['order'],
    expiration: '$last + 1d',
    fire_pipeline: 'report',
    expire_pipeline: 'alarm',
    match_criteria: [{ event_type: 'order.*' }],
    fire_criteria: [{ event_type: 'order.shipped' }],
    ...rest,
  })

/** Has complete streams opened, each by one event. */
export const shipOrders = (pool: Pool, count = 1, traits: object = {}) =>
  take(
    pool,
    Array.from({ length: count }, (_, i) => ({
      type: 'order.shipped',
      uid: `shipped-${i + 1}`,
      traits: { order: `o-${i + 1}`, ...traits },
    })),
  )

export const noSandbox: HandlerContext['sandbox'] = {
  run: () => Promise.reject(new Error('there is no sandbox')),
}

/** An engine's worker, and what it counted. */
export function openWorker(pool: Pool, sandbox = noSandbox) {
  const engineId = randomUUID()
  const tally: Tally = new Map()
  const worker = openStreamWorker({
    ...{ pool, engineId, sandbox, url: 'http://belfry.test' },
    projectOf: id => OWN_PROJECTS.find(project => project.id === id),
    tell: more => addTally(tally, more),
  })
  const counted = (counter: string) =>
    [...tally.values()].reduce((sum, of) => sum + (of.get('')?.get(counter) ?? 0), 0)
  const stopHearing = hear(['belfry_streams'], worker.wake)
  const stop = async (graceMs: number) => {
    stopHearing()
    await worker.stop(graceMs)
  }
  return { ...worker, stop, engineId, counted }
}

export interface SeenStream {
  id: string
  state: string
  serial: number
  attempts: number
  error: string | null
  open: boolean
  /** seconds until it is due */
  dueIn: number | null
  claimedBy: string | null
}

export async function streamsNow(pool: Pool): Promise<SeenStream[]> {
  const { rows } = await pool.query<SeenStream>(`
    select id::text, state, serial, attempts, error, open, claimed_by as "claimedBy",
      extract(epoch from due_at - now())::float8 as "dueIn"
    from stream order by id`)
  return rows
}

/** What stands in the log of all streams, in order. */
export async function linesOf(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select concat_ws(' ', attempt, level, handler, message) as line from stream_log order by id`,
  )
  return rows.map(({ line }) => line)
}

export const setSettings = (pool: Pool, value: object) =>
  pool.query(
    `insert into setting (key, value) values ('streams.settings', $1)
     on conflict (key) do update set value = excluded.value`,
    [JSON.stringify(value)],
  )

/** Brings forward what is due later. */
export const hurry = (pool: Pool) =>
  pool.query('update stream set due_at = now() where due_at is not null')

/** A complete stream, as handlers know it. */
export const stream: StreamFacts = {
  ...{ id: '7', projectId: DEFAULT_PROJECT, trigger: 'orders', triggerId: 1, occasion: 'fire' },
  traits: { order: 'o-1' },
  firstEvent: 1_785_585_600_000_000,
  lastEvent: 1_785_585_660_500_000,
  ...{ depth: 0, url: 'http://belfry.test/streams/7' },
}
