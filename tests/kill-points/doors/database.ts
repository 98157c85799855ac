import pg from 'pg'
import type { Watch } from '#tests/kill-points/doors/door.ts'

/** What each connection has written since its transaction began. */
const transactions = new WeakMap<object, string[]>()

/** Statements become lasting by themselves, or all of a transaction with its commit. */
export function watchDatabase({ isFatal, die }: Watch): void {
  const query = pg.Client.prototype.query as unknown as (
    this: pg.Client,
    ...given: unknown[]
  ) => unknown

  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const says = lastingWith(this, textOf(given[0]))
    if (!says || !isFatal({ door: 'database', says })) return query.apply(this, given)
    // Who called hears nothing of it any more: by a callback, as the pool has it, or by a promise.
    const withCallback = given.map(one => (typeof one === 'function' ? die : one))
    const answer = query.apply(this, withCallback)
    return answer instanceof Promise ? answer.then(die) : answer
  } as typeof pg.Client.prototype.query
}

/** The statements that become lasting with this one; null within a transaction. */
function lastingWith(client: pg.Client, statement: string): string[] | null {
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
