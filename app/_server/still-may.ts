import { personOf } from '#app/_server/credentials.ts'
import { sessionTokenOf } from '#app/_server/session-cookie.ts'
import type { Person } from '#lib/access/person.ts'
import { reachOf } from '#lib/access/reach.ts'
import { may, type Right } from '#lib/access/rights.ts'

/** Whether whoever sent this request may go on reading its answer: for answers that take their time. */
export const stillMay =
  (request: Request, right: Right): (() => Promise<boolean>) =>
  async () => {
    const person = await personOf(request.headers, sessionTokenOf(request))
    return person !== null && may(person, right)
  }

/** The same, and whether they still come at what they came at then. */
export function stillReaches(request: Request, right: Right, then: Person) {
  const reached = JSON.stringify(reachOf(then))
  return async (): Promise<boolean> => {
    const person = await personOf(request.headers, sessionTokenOf(request))
    return person !== null && may(person, right) && JSON.stringify(reachOf(person)) === reached
  }
}
