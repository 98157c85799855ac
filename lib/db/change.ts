import type { Actor } from '#lib/access/person.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import type { Queryable } from '#lib/transaction.ts'

/** Who changes: the configuration file may change what it declares, people everything else. */
export interface By {
  actor: Actor
  file?: boolean
  /** the file may make another kind of a source or an alert */
  type?: string
  /** a transaction to do it in */
  tx?: Tx
}

export const changing = <T>({ tx }: Pick<By, 'tx'>, work: (tx: Tx) => Promise<T>): Promise<T> =>
  tx ? work(tx) : db().$transaction(work)

/** Throws a UserError when people change what the file declares. */
export function refuseDeclared(
  what: string,
  { declared }: { declared: boolean },
  by: Pick<By, 'file'>,
) {
  if (declared && !by.file)
    throw new UserError(`${what} is declared in the configuration file; change it there.`, {
      code: 'conflict',
    })
}

/** Tells every process that something configured has changed: `alert:ops`, `source:graphite`. */
export const tellChange = (tx: Tx, what: string) =>
  tx.$executeRaw`select pg_notify('belfry_config', ${what})`

/** Lets what takes a client of pg work inside a transaction of Prisma. */
export const overPrisma = (tx: Tx): Queryable => ({
  query: async <Row>(sql: string, params: unknown[] = []) => ({
    rows: await tx.$queryRawUnsafe<Row[]>(sql, ...params),
  }),
})
