import { requirePerson } from '#app/_server/person.ts'
import { type Reach, reachOf } from '#lib/access/reach.ts'
import type { Right } from '#lib/access/rights.ts'

/** What whoever asks for this page comes at; without the right they are sent away as by requirePerson. */
export const requireReach = async (right: Right): Promise<Reach> =>
  reachOf(await requirePerson(right))
