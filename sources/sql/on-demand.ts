import type { Database } from '#sources/sql/database.ts'

/** A database that is opened with its first query, for a client that takes much memory when it is loaded. */
export function onDemand(open: () => Promise<Database>): Database {
  let opened: Promise<Database> | undefined
  return {
    async query(...asked) {
      opened ??= open()
      return (await opened).query(...asked)
    },
    async close() {
      await (await opened)?.close()
    },
  }
}
