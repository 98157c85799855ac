import { linkPerson, type Person } from '#lib/access/person.ts'

/** Admins whom tests put their changes down to. */
export const ada: Person = { ...linkPerson, name: 'ada', address: '192.0.2.7' }
export const bob: Person = { ...linkPerson, name: 'bob', address: '192.0.2.8' }

export const byAda = { actor: ada }
