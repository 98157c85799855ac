import { LRUCache } from 'lru-cache'
import { reaches } from '#lib/access/reach.ts'
import { type Redact, redactor } from '#lib/redact.ts'
import type { User } from '#lib/sources/broker.ts'
import type { Entries } from '#lib/sources/catalog.ts'

/** Each takes a few hundred kB when there are many sources; most monitors may ask the same ones. */
const KEPT = 100

/** Makes what finds the redactor for a user of sources, which is kept for as long as nothing is configured anew. */
export function openRedactors() {
  const made = new WeakMap<Entries, LRUCache<string, Redact>>()

  return (entries: Entries, user: User): Redact => {
    const known = made.get(entries) ?? new LRUCache<string, Redact>({ max: KEPT })
    made.set(entries, known)
    const id = JSON.stringify([user.allowed, user.reach])
    const redact = known.get(id) ?? redactor(secretsFor(entries, user))
    known.set(id, redact)
    return redact
  }
}

const secretsFor = (entries: Entries, { allowed, reach }: User) =>
  [...entries.values()]
    .filter(({ key, groups }) => (!allowed || allowed.includes(key)) && reaches(reach, groups))
    .map(entry => ('problem' in entry ? [] : entry.secrets))
