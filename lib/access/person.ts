/** Who asks. Roles other than admin, and people with accounts of their own, join here. */
export interface Person {
  /** stands as the author of what is saved */
  name: string
  role: 'admin'
}

/** Whoever signed in with the one-time link, which only someone on the machine can make. */
export const linkPerson: Person = { name: 'admin', role: 'admin' }
/** Whoever has `BELFRY_TOKEN`. */
export const tokenPerson: Person = { name: 'API token', role: 'admin' }
