import { recordStatement, runOperation, type SqlOptions } from './sql/record.ts'

interface Asked {
  sql: string
}
interface Queryable {
  queryRaw(asked: Asked): Promise<{ rows: readonly unknown[] }>
  executeRaw(asked: Asked): Promise<number>
}
interface Connection extends Queryable {
  startTransaction(...args: unknown[]): Promise<Queryable>
}
/** What Prisma calls the factory of a driver adapter: `new PrismaPg(…)`. */
interface Factory {
  // biome-ignore lint/suspicious/noExplicitAny: the adapters' own types belong to the application's version of Prisma
  connect(...args: any[]): Promise<any>
}

/** The same adapter, each statement through it a piece of work: the statement without values, its rows. */
export function recordAdapter<T extends Factory>(adapter: T, options: SqlOptions = {}): T {
  const connect = adapter.connect.bind(adapter)
  adapter.connect = async (...args) => {
    const connection = recordQueries<Connection>(await connect(...args), options)
    const start = connection.startTransaction.bind(connection)
    connection.startTransaction = async (...how) => recordQueries(await start(...how), options)
    return connection
  }
  return adapter
}

function recordQueries<T extends Queryable>(target: T, options: SqlOptions): T {
  const query = target.queryRaw.bind(target)
  const execute = target.executeRaw.bind(target)
  target.queryRaw = asked =>
    recordStatement(asked.sql, options, {
      run: () => query(asked),
      rowsOf: ({ rows }) => rows.length,
    })
  target.executeRaw = asked =>
    recordStatement(asked.sql, options, { run: () => execute(asked), rowsOf: rows => rows })
  return target
}

interface Operation {
  model?: string
  operation: string
  args: unknown
  // biome-ignore lint/suspicious/noExplicitAny: whatever the operation takes and answers
  query(args: any): Promise<any>
}

/** For `$extends`: statements tell the model and the operation that they are for. */
export const operationNames = {
  name: 'belfry',
  query: {
    // Prisma begins only when somebody waits for it, which is to be in here.
    $allOperations: ({ model, operation, args, query }: Operation) =>
      runOperation({ model, operation }, async () => await query(args)),
  },
}
