import type { Pool } from 'pg'
import type { Classification, ClassifySettings, Group } from '#lib/errors/classify/contract.ts'
import { type Hosts, openHosts } from '#lib/errors/intake/hosts.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Whole events of one signature that are written: so many at once, and so many a second in the long run. */
const EXAMPLES = { burst: 100, perSecond: 1 }

export type OpenClassification = (
  pool: Pool,
  projectId: number,
  settings: ClassifySettings,
) => Promise<Classification>

/** What this process knows of one project, to count with. */
export interface Book {
  projectId: number
  classification: Classification
  hosts: Hosts
  examples: Allowance
}

/** How many whole events of a group may be written now. */
interface Allowance {
  left(group: Group, now: number): number
  spend(group: Group, count: number): void
}

/** The books of the projects that something came for. */
export interface Books {
  /** undefined until `open` has opened it */
  get(projectId: number): Book | undefined
  open(project: Project): Promise<Book>
  /** Reads the classification of a project anew; until it is there the old one is used. */
  renew(project: Project): Promise<void>
}

export function openBooks(pool: Pool, openClassification: OpenClassification): Books {
  const books = new Map<number, Book>()
  const opening = new Map<number, Promise<Book>>()

  async function read(project: Project): Promise<Book> {
    const { id, limits, settings } = project
    const { classifiers, threshold } = settings.errors
    const { signatures } = limits
    const classification = await openClassification(pool, id, {
      classifiers,
      threshold,
      signatures,
    })
    const hosts = books.get(id)?.hosts ?? (await openHosts(pool, id))
    const book = { projectId: id, classification, hosts, examples: openAllowance() }
    books.set(id, book)
    return book
  }

  function open(project: Project): Promise<Book> {
    const known = books.get(project.id)
    if (known) return Promise.resolve(known)
    const started =
      opening.get(project.id) ?? read(project).finally(() => opening.delete(project.id))
    opening.set(project.id, started)
    return started
  }

  return {
    get: projectId => books.get(projectId),
    open,
    async renew(project) {
      if (books.has(project.id)) await read(project)
    },
  }
}

/** A bucket for each group: a flood of one error is counted in full and kept in samples. */
function openAllowance(): Allowance {
  const buckets = new WeakMap<Group, { tokens: number; at: number }>()

  return {
    left(group, now) {
      const bucket = buckets.get(group) ?? { tokens: EXAMPLES.burst, at: now }
      const earned = (Math.max(now - bucket.at, 0) / 1000) * EXAMPLES.perSecond
      const tokens = Math.min(bucket.tokens + earned, EXAMPLES.burst)
      buckets.set(group, { tokens, at: now })
      return Math.floor(tokens)
    },
    spend(group, count) {
      const bucket = buckets.get(group)
      if (bucket) bucket.tokens -= count
    },
  }
}
