import type { FieldErrors } from '#lib/failures.ts'
import { networkOf } from '#lib/projects/networks.ts'
import type { Project, ProjectClaims } from '#lib/projects/schema.ts'

const WORDS = { listeners: 'the listener', networks: 'the network', lists: 'the list' } as const
const KINDS = Object.keys(WORDS) as (keyof ProjectClaims)[]

/** What these claims take from other projects, by field. A network inside another's is no conflict: the narrower counts. */
export function claimConflicts(claims: ProjectClaims, others: readonly Project[]): FieldErrors {
  const fields: FieldErrors = {}
  for (const kind of KINDS) {
    const meant = kind === 'networks' ? networkOf : String
    const owners = new Map(
      others.flatMap(other => other.claims[kind].map(claim => [meant(claim), other.name] as const)),
    )
    const taken = claims[kind].find(claim => owners.has(meant(claim)))
    if (taken !== undefined)
      fields[`claims.${kind}`] =
        `${WORDS[kind]} ${taken} is claimed by the project ${owners.get(meant(taken))}`
  }
  return fields
}
