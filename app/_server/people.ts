import { ownEnv } from '#app/_server/env.ts'
import type { Rules } from '#lib/access/people/change.ts'

/** What this installation's settings say about people. */
export const peopleRules = (): Rules => ({ admins: ownEnv().signIn.admins })
