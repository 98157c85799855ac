import type { Grant, Right } from '#lib/access/rights.ts'
import { may } from '#lib/access/rights.ts'
import { UserError } from '#lib/failures.ts'

/** Whom a change is put down to. */
export interface Actor {
  /** stands as the author of what is saved */
  name: string
  /** whence they asked; null where that says nothing, as on the command line */
  address: string | null
}

/** Who asks, and what they may do. */
export interface Person extends Actor, Grant {
  /** null: a token, or whoever signed in with the one-time link */
  id: number | null
  /** what is limited to these groups is open to them */
  groups: readonly string[]
  /** of whoever signed in by a provider */
  email?: string
  /** of the API token that they come with, if it is one that was made here */
  tokenId?: number
}

/** What belfry.yaml declares. */
export const fileActor: Actor = { name: 'belfry.yaml', address: null }
/** Whoever uses the command line, on the machine itself. */
export const commandLineActor: Actor = { name: 'command line', address: null }
/** What Belfry does by itself. */
export const belfryActor: Actor = { name: 'Belfry', address: null }

/** Whoever signed in with the one-time link, which only someone on the machine can make. */
export const linkPerson: Person = {
  ...{ id: null, name: 'admin', role: 'admin', scope: [], groups: [], address: null },
}
/** What the environment of a process says, as whoever set it up. */
export const environmentChanger: Person = { ...linkPerson, name: 'environment' }
/** Whoever has `BELFRY_TOKEN`. */
export const tokenPerson: Person = { ...linkPerson, name: 'API token' }

/** Throws a UserError (`forbidden`) when this person has no such right. */
export function requireRight(person: Person, right: Right): void {
  if (!may(person, right))
    throw new UserError(`You may not do this: it takes the right ${right}.`, { code: 'forbidden' })
}
