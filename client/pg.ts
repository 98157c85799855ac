import { AsyncResource } from 'node:async_hooks'
import { errorMonitor } from 'node:events'
import { type OpenStatement, openStatement, type SqlOptions } from './sql/record.ts'

type Method = (this: unknown, ...args: unknown[]) => unknown
type Callback = (error: unknown, result: unknown) => unknown

/** The module `pg`, or as much of it as is recorded. */
export interface Pg {
  // biome-ignore lint/suspicious/noExplicitAny: methods with more than one signature fit nothing narrower
  Client: { prototype: { query: any } }
  // biome-ignore lint/suspicious/noExplicitAny: as above
  Pool?: { prototype: { connect: any } }
}

const recorded = Symbol.for('belfry.recorded')

/**
 * From now on each query of `pg`, by a client or a pool, is a piece of work: its statement without values, its rows.
 * Asked again it changes nothing. Answers how to stop.
 */
export function recordPg(pg: Pg, options: SqlOptions = {}): () => void {
  const undo = [
    replace(pg.Client.prototype, 'query', query => queryRecorded(query, options)),
    pg.Pool && replace(pg.Pool.prototype, 'connect', connectInContext),
  ]
  return () => {
    for (const one of undo) one?.()
  }
}

function replace(prototype: object, name: string, replacement: (method: Method) => Method) {
  const methods = prototype as Record<string, Method>
  const before = methods[name] as Method & { [recorded]?: true }
  if (before[recorded]) return
  const isOwn = Object.hasOwn(methods, name)
  const after = Object.assign(replacement(before), { [recorded]: true as const })
  methods[name] = after
  return () => {
    if (methods[name] !== after) return
    if (isOwn) methods[name] = before
    else delete methods[name]
  }
}

/** A pool that is busy calls back while the one before gives its connection back: in the context of that one, if it were not bound. */
const connectInContext = (connect: Method): Method =>
  function (...args) {
    return connect.apply(
      this,
      args.map(arg => (typeof arg === 'function' ? AsyncResource.bind(arg as Method) : arg)),
    )
  }

const queryRecorded = (query: Method, options: SqlOptions): Method =>
  function (...args) {
    const asked = fieldsOf(args[0])
    const open = openStatement(textIn(args[0]), options)
    if (!open) return query.apply(this, args)
    try {
      return open.run(() => {
        if (typeof asked.submit === 'function') watch(asked, open)
        else if (endsCallback(args, asked, open)) return query.apply(this, args)
        const answer = query.apply(this, args)
        if (answer instanceof Promise) answer.then(succeeded(open), failed(open))
        return answer
      })
    } catch (thrown) {
      open.ended({ thrown })
      throw thrown
    }
  }

/** A callback, beside the query or in it, is replaced in place by one that ends the statement first. False: there is none. */
function endsCallback(args: unknown[], asked: Fields, open: OpenStatement): boolean {
  const place = args.findIndex((arg, i) => i > 0 && typeof arg === 'function')
  const callback = place < 0 ? asked.callback : args[place]
  if (typeof callback !== 'function') return false
  const ending: Callback = (error, result) => {
    if (error) failed(open)(error)
    else succeeded(open)(result)
    return callback(error, result)
  }
  if (place < 0) args[0] = { ...asked, callback: ending }
  else args[place] = ending
  return true
}

/** A query that is an object of its own, such as a cursor, tells its end by events. */
function watch(query: Fields, open: OpenStatement) {
  if (typeof query.once !== 'function') return open.ended({})
  query.once('end', succeeded(open))
  query.once('close', succeeded(open))
  // Heard, and not handled: an error that nobody handles is to end the process as before.
  query.once(errorMonitor, failed(open))
}

const succeeded = (open: OpenStatement) => (result?: unknown) =>
  open.ended({ rows: rowsIn(result) })
const failed = (open: OpenStatement) => (thrown: unknown) => open.ended({ thrown })

/** Of several statements at once pg answers several results. */
function rowsIn(result: unknown): number | undefined {
  const counts = [result].flat().map(one => fieldsOf(one).rowCount)
  const known = counts.filter(count => typeof count === 'number')
  return known.length > 0 ? known.reduce((sum, count) => sum + count, 0) : undefined
}

function textIn(asked: unknown): string {
  if (typeof asked === 'string') return asked
  const { text, cursor } = fieldsOf(asked)
  return String(text ?? fieldsOf(cursor).text ?? '')
}

type Fields = Record<string, unknown>
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {}
