import { UserError } from '#lib/failures.ts'

/** Refuses a change that was made to an older version than there is by now. `what` is said as the subject: “Orders”, in quotes. */
export const savedSince = (what: string, version: number, who = 'someone else') =>
  new UserError(`${what} was saved by ${who} since: it is at version ${version} now.`, {
    code: 'conflict',
    fields: { version: `is ${version} by now` },
  })
