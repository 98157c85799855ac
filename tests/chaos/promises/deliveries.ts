import type { Pool } from 'pg'
import { type Found, inWords } from '#tests/chaos/promises/promise.ts'
import type { Arrival, Receiver } from '#tests/chaos/receivers/receiver.ts'

interface Row {
  id: number
  uid: string
  alert: string
  monitor: number | null
  status: string
  superseded_by: number | null
  finished_at: Date | null
}

/** A receiver under load notices late that somebody begins. */
const NOTICED_MS = 3_000

/** Every change of state reaches every alert that is on for it, at least once and in order, and each by an id of its own. */
export async function checkDeliveries(
  pool: Pool,
  receivers: ReadonlyMap<string, Receiver>,
): Promise<Found> {
  const { rows } = await pool.query<Row>(`
    select d.id::int, d.uid, a.key as alert, d.monitor_id as monitor, d.status, d.superseded_by::int, d.finished_at
    from delivery d join alert a on a.id = d.alert_id order by d.id`)
  const { rows: posts } = await pool.query<Pick<Row, 'uid' | 'status' | 'finished_at'>>(
    'select uid, status, finished_at from post',
  )
  const { rows: untold } = await pool.query<object>(UNTOLD)
  const arrivals = [...receivers].flatMap(([alert, receiver]) =>
    receiver.arrivals.map(arrival => ({ alert, ...arrival })),
  )
  const taken = new Set(arrivals.filter(one => one.taken).map(({ id }) => id))
  const known = new Set([...rows, ...posts].map(({ uid }) => uid))
  const repeats = [...receivers.values()].map(({ arrivals }) => repeatsOf(arrivals))
  return {
    promise: 'every change of state reaches every alert, in order',
    on: `${posts.length} posts and ${rows.length} deliveries, ${rows.filter(({ status }) => status === 'superseded').length} of them superseded; ${arrivals.length} arrivals, ${repeats.flat().length} of them repeats`,
    broken: [
      ...inWords('changes of state have no delivery', untold),
      ...inWords('deliveries are neither sent nor superseded', rows.filter(isOpen)),
      ...inWords(
        'posts are not sent',
        posts.filter(({ status }) => status !== 'sent'),
      ),
      ...inWords(
        'deliveries count as sent and did not arrive',
        [...rows, ...posts].filter(({ uid, status }) => status === 'sent' && !taken.has(uid)),
      ),
      ...inWords('deliveries are superseded by none that arrived', lostByChain(rows, taken)),
      ...inWords(
        'arrivals are of no delivery',
        arrivals.filter(({ id }) => !known.has(id)),
      ),
      ...inWords(
        'arrivals came after a later one of the same monitor',
        outOfOrder(rows, receivers),
      ),
      ...inWords(
        'arrivals began after it was recorded that they are sent',
        lateOnes([...rows, ...posts], arrivals),
      ),
    ],
  }
}

const UNTOLD = `
  select t.id, a.key from transition t
  join monitor m on m.id = t.monitor_id and m.alerts is null
  join alert a on a.enabled and t."to" = any (a.states)
  where not exists (select from delivery d where d.transition_id = t.id and d.alert_id = a.id)`

const isOpen = ({ status }: Row) => status !== 'sent' && status !== 'superseded'

function lostByChain(rows: readonly Row[], taken: ReadonlySet<string>): Row[] {
  const byId = new Map(rows.map(row => [row.id, row]))
  const endOf = (row: Row): Row | undefined => {
    const next = row.superseded_by === null ? undefined : byId.get(row.superseded_by)
    return row.status === 'superseded' ? next && endOf(next) : row
  }
  return rows.filter(row => row.status === 'superseded' && !taken.has(endOf(row)?.uid ?? ''))
}

/** By the first arrival of each: a repeat is known by its id. */
function outOfOrder(rows: readonly Row[], receivers: ReadonlyMap<string, Receiver>): object[] {
  const byUid = new Map(rows.map(row => [row.uid, row]))
  const wrong: object[] = []
  for (const [alert, { arrivals }] of receivers) {
    const newest = new Map<number, number>()
    for (const { id: uid, at } of arrivals) {
      const row = byUid.get(uid)
      if (!row?.monitor) continue
      const before = newest.get(row.monitor) ?? 0
      if (row.id < before)
        wrong.push({ alert, delivery: row.id, after: before, at: Math.round(at) })
      else newest.set(row.monitor, row.id)
    }
  }
  return wrong
}

/** Nobody begins to send what is known to have been taken: not even who stood still meanwhile. */
function lateOnes(
  rows: readonly Pick<Row, 'uid' | 'status' | 'finished_at'>[],
  arrivals: readonly Arrival[],
): Arrival[] {
  const sentAt = new Map(
    rows.flatMap(({ uid, status, finished_at: at }) =>
      status === 'sent' && at ? [[uid, at.getTime()]] : [],
    ),
  )
  return arrivals.filter(
    ({ id, begunAt }) => begunAt.getTime() > (sentAt.get(id) ?? Infinity) + NOTICED_MS,
  )
}

/** What came again although it had been taken. */
export function repeatsOf(arrivals: readonly Arrival[]): Arrival[] {
  const taken = new Set<string>()
  return arrivals.filter(({ id, taken: isTaken }) => {
    const isRepeat = taken.has(id)
    if (isTaken) taken.add(id)
    return isRepeat
  })
}
