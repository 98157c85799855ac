import { AsyncLocalStorage } from 'node:async_hooks'
import { Context, type ContextOptions, currentContext } from '../context.ts'
import { stackOf } from '../thrown.ts'
import { statementOf } from './statement.ts'

export interface SqlOptions {
  /** default `.sql` */
  name?: string
  /** default: all are kept */
  sample?: ContextOptions['sample']
}

/** What a mapper is about while its statements run: `{ model: 'User', operation: 'findMany' }`. */
type Operation = Record<string, string | undefined>

const operations = new AsyncLocalStorage<Operation>()
const statements = new WeakSet<Context>()

export const runOperation = <T>(operation: Operation, work: () => T): T =>
  operations.run(operation, work)

/** One statement, from where it is sent until it is `ended`. */
export interface OpenStatement {
  run<T>(work: () => T): T
  ended(outcome: { rows?: number | null | undefined } | { thrown: unknown }): void
}

/** Undefined when a layer above, such as a mapper's adapter, records this one already. */
export function openStatement(
  sql: string,
  { name = '.sql', sample }: SqlOptions,
): OpenStatement | undefined {
  const around = currentContext()
  if (around && statements.has(around)) return undefined
  const open = new Context(name, { sample })
  statements.add(open)
  open.set('statement', statementOf(sql))
  for (const [key, value] of Object.entries(operations.getStore() ?? {}))
    if (value !== undefined) open.set(key, value)
  return {
    run: work => open.run(work),
    ended(outcome) {
      if (!open.isOpen) return
      if ('thrown' in outcome) open.set('exception', stackOf(outcome.thrown))
      else if (typeof outcome.rows === 'number') open.set('rows', outcome.rows)
      open.done()
    },
  }
}

/** Runs one statement; `rowsOf` counts in what it answered. */
export async function recordStatement<T>(
  sql: string,
  options: SqlOptions,
  { run, rowsOf }: { run(): Promise<T>; rowsOf(answer: T): number | null | undefined },
): Promise<T> {
  const open = openStatement(sql, options)
  if (!open) return run()
  try {
    const answer = await open.run(run)
    open.ended({ rows: rowsOf(answer) })
    return answer
  } catch (thrown) {
    open.ended({ thrown })
    throw thrown
  }
}
