import { RemoteError, reasonOf, UserError } from '#lib/failures.ts'
import { refusalIn } from '#lib/guarded-socket.ts'

/** Classes of SQLSTATE whose cause is the query: what is not supported, data, read-only transaction, syntax, names and rights. */
const ofTheQuery = /^(08P01|0A|22|25|42)/

/** What a driver threw, told apart: the query's own mistake, or the database that could not be asked. */
export function failureOf(error: unknown, sqlState = '', text = reasonOf(error)): unknown {
  const isTold = error instanceof RemoteError || error instanceof UserError
  if (isTold || error instanceof DOMException) return error
  const refused = refusalIn(error)
  if (refused) return refused
  if (ofTheQuery.test(sqlState)) return new UserError(text)
  const isRefusedLogin = sqlState.startsWith('28')
  return new RemoteError(text, { permanent: isRefusedLogin, status: sqlState, cause: error })
}
