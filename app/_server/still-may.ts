import { personOf } from '#app/_server/credentials.ts'
import { sessionTokenOf } from '#app/_server/session-cookie.ts'
import { may, type Right } from '#lib/access/rights.ts'

/** Whether whoever sent this request may go on reading its answer: for answers that take their time. */
export const stillMay =
  (request: Request, right: Right): (() => Promise<boolean>) =>
  async () => {
    const person = await personOf(request.headers, sessionTokenOf(request))
    return person !== null && may(person, right)
  }
