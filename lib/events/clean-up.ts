import type { Pool } from 'pg'
import { pruneDays } from '#lib/events/archive/upkeep.ts'
import { type Archive, keepDay, nothingKept } from '#lib/events/archive/write.ts'
import {
  closeDay,
  dateOfDay,
  dayOf,
  dropDay,
  firstDay,
  type PastDay,
  pastDays,
} from '#lib/events/days.ts'
import { eventRetention, eventRetentionSetting } from '#lib/events/retention/setting.ts'
import { log } from '#lib/log.ts'
import { inSession } from '#lib/transaction.ts'

interface Means {
  /** none: what is not kept any longer is gone */
  archive?: Archive | undefined
  signal?: AbortSignal
}

const DAY_MS = 86_400_000
const NEVER = new AbortController().signal

/**
 * Moves the days of events that were kept for long enough into the archive, and answers their tables; nothing while another process
 * does. A day that cannot be archived stays; that is thrown when the others are done.
 */
export const cleanUpEvents = (
  pool: Pool,
  now: Date,
  { archive, signal = NEVER }: Means = {},
): Promise<string[]> =>
  alone(pool, async () => {
    const { days, archiveDays } = await retentionIn(pool)
    const moved: string[] = []
    const failures: unknown[] = []
    for (const day of await pastDays(pool, dayOf(now.getTime() / 1000) - days))
      await moveDay(pool, day, { archive, signal }).then(
        () => moved.push(day.table),
        error => failures.push(error),
      )
    await forgetNames(pool, now)
    if (archive && archiveDays !== null)
      for await (const day of pruneDays(archive.place, archiveDays, now))
        log.info({ day }, 'a day left the archive')
    if (failures.length > 0) throw failures[0]
    return moved
  })

async function retentionIn(pool: Pool) {
  const { rows } = await pool.query<{ value: unknown }>(
    'select value from setting where key = $1',
    [eventRetentionSetting.key],
  )
  return eventRetention.parse(rows[0]?.value ?? {})
}

/** It is found in the store until all of it is in the archive. */
async function moveDay(
  pool: Pool,
  day: PastDay,
  { archive, signal }: Required<Pick<Means, 'signal'>> & Means,
): Promise<void> {
  const kept =
    archive && day.isOpen
      ? await keepDay(pool, archive, day, { kept: nothingKept, signal })
      : nothingKept
  await closeDay(pool, day)
  // What has come meanwhile; and the whole of a day that somebody has closed and then died.
  if (archive) await keepDay(pool, archive, day, { kept, signal })
  await dropDay(pool, day)
}

/** Names of which there can be no event any more make room for others. An event is a day ahead of its arrival at most. */
async function forgetNames(pool: Pool, now: Date): Promise<void> {
  const first = (await firstDay(pool)) ?? dayOf(now.getTime() / 1000)
  const before = new Date(dateOfDay(first).getTime() - DAY_MS)
  for (const table of ['event_type', 'event_host'])
    await pool.query(`delete from ${table} where last_seen < $1`, [before])
}

const alone = (pool: Pool, work: () => Promise<string[]>): Promise<string[]> =>
  inSession(pool, async client => {
    const { rows } = await client.query<{ isOurs: boolean }>(
      `select pg_try_advisory_lock(hashtext('belfry: clean-up of events')) as "isOurs"`,
    )
    return rows[0]?.isOurs ? work() : []
  })
