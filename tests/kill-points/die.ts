import { open } from 'node:fs/promises'
import pg from 'pg'
import { type Effect, isAt, type Point } from '#tests/kill-points/point.ts'

/**
 * Loaded into a process of Belfry (`node --import`): kills it where it is told to, in place of a hook in the product. What a
 * process brings about shows at its door: in the statements that it sends to the database, and in what it has brought to the disk.
 */
let point = JSON.parse(process.env.KILL_POINT ?? 'null') as Point | null
let fitting = 0
process.on('message', (told: { kill?: Point }) => {
  if (!told.kill) return
  point = told.kill
  fitting = 0
  process.send?.({ aimed: true })
})

/** Dies before the effect, or answers whether to die after it. */
function isFatal(effect: Effect): boolean {
  const moment = (['before', 'after'] as const).find(moment => isAt(point, moment, effect))
  if (!moment || ++fitting !== (point?.nth ?? 1)) return false
  return moment === 'before' ? die() : true
}

/** What each connection has written since its transaction began. */
const transactions = new WeakMap<object, string[]>()

const query = pg.Client.prototype.query as unknown as (
  this: pg.Client,
  ...given: unknown[]
) => unknown

pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
  const effect = effectOf(this, textOf(given[0]))
  if (!effect || !isFatal(effect)) return query.apply(this, given)
  // Who called hears nothing of it any more: by a callback, as the pool has it, or by a promise.
  const withCallback = given.map(one => (typeof one === 'function' ? die : one))
  const answer = query.apply(this, withCallback)
  return answer instanceof Promise ? answer.then(die) : answer
} as typeof pg.Client.prototype.query

/** What becomes lasting with this statement: all of a transaction with its commit. */
function effectOf(client: pg.Client, statement: string): Effect | null {
  const transaction = transactions.get(client)
  if (/^\s*begin\b/i.test(statement)) transactions.set(client, [])
  else if (/^\s*(commit|rollback)\b/i.test(statement)) {
    transactions.delete(client)
    return transaction && /^\s*commit\b/i.test(statement) ? transaction : null
  } else if (transaction) transaction.push(statement)
  else return [statement]
  return null
}

const textOf = (query: unknown) =>
  typeof query === 'string' ? query : ((query as { text?: string }).text ?? '')

const file = await open(import.meta.filename)
const files = Object.getPrototypeOf(file) as typeof file
await file.close()
for (const sync of ['sync', 'datasync'] as const) {
  const original = files[sync]
  files[sync] = async function () {
    const isLast = isFatal(['fsync'])
    await original.call(this)
    if (isLast) die()
  }
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  // The signal may be on its way for a moment, in which nothing more is done.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
}
