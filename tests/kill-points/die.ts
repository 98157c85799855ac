import pg from 'pg'
import { type Effect, isAt, type Point } from '#tests/kill-points/point.ts'

/**
 * Loaded into a process of Belfry (`node --import`): kills it where it is told to, in place of a hook in the product. What a
 * process brings about shows at its door, in the statements that it sends to the database.
 */
let point = JSON.parse(process.env.KILL_POINT ?? 'null') as Point | null
process.on('message', (told: { kill?: Point }) => {
  if (!told.kill) return
  point = told.kill
  process.send?.({ aimed: true })
})

/** What each connection has written since its transaction began. */
const open = new WeakMap<object, string[]>()

const query = pg.Client.prototype.query as unknown as (
  this: pg.Client,
  ...given: unknown[]
) => unknown

pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
  const statement = textOf(given[0])
  const effect = effectOf(this, statement)
  if (effect && isAt(point, 'before', effect)) die()
  if (!effect || !isAt(point, 'after', effect)) return query.apply(this, given)
  // Who called hears nothing of it any more: by a callback, as the pool has it, or a promise.
  const withCallback = given.map(one => (typeof one === 'function' ? die : one))
  return Promise.resolve(query.apply(this, withCallback)).then(answer => (answer ? die() : answer))
} as typeof pg.Client.prototype.query

/** What becomes lasting with this statement: all of a transaction with its commit. */
function effectOf(client: pg.Client, statement: string): Effect | null {
  const transaction = open.get(client)
  if (/^\s*begin\b/i.test(statement)) open.set(client, [])
  else if (/^\s*(commit|rollback)\b/i.test(statement)) {
    open.delete(client)
    return transaction && /^\s*commit\b/i.test(statement) ? transaction : null
  } else if (transaction) transaction.push(statement)
  else return [statement]
  return null
}

const textOf = (query: unknown) =>
  typeof query === 'string' ? query : ((query as { text?: string }).text ?? '')

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  // The signal may be on its way for a moment, in which nothing more is done.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
}
