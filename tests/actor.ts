import type { Actor } from '#lib/access/person.ts'

/** Somebody whom tests put their changes down to. */
export const ada: Actor = { name: 'ada', address: '192.0.2.7' }
export const bob: Actor = { name: 'bob', address: '192.0.2.8' }

export const byAda = { actor: ada }
