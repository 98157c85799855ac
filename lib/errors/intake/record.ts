import type { PoolClient } from 'pg'
import type { Receipt } from '#lib/errors/contract.ts'
import { type Batch, type Counts, tally } from '#lib/errors/intake/batch.ts'
import type { Book, Books } from '#lib/errors/intake/books.ts'
import type { SavedHosts } from '#lib/errors/intake/hosts.ts'
import { type Kept, keepEvents } from '#lib/errors/intake/kept.ts'
import { hostOf, merged, type Tallies, type Tally } from '#lib/errors/intake/tally.ts'
import { termsOf } from '#lib/errors/intake/terms.ts'
import { wake } from '#lib/errors/intake/wake.ts'
import { writeCounts } from '#lib/errors/intake/writes/counts.ts'
import { writeExamples } from '#lib/errors/intake/writes/examples.ts'
import { writeFacets } from '#lib/errors/intake/writes/facets.ts'
import { lockSignatures, writeSignatures } from '#lib/errors/intake/writes/signatures.ts'
import { tellIds } from '#lib/notices.ts'
import { holdProjects } from '#lib/projects/hold.ts'
import { copyOf, note, writeArrivals } from '#lib/projects/intake/arrivals.ts'
import { claimBatch, claimRequests } from '#lib/projects/intake/seen.ts'

/** What one transaction counts of one signature. */
export interface Sum {
  signatureId: number
  tally: Tally
  hosts: SavedHosts
  hostName(number: number): string
  /** the template that it has from now on, or null for the same */
  template: string | null
}

export interface Recorded {
  /** for each request, for each of its events */
  receipts: Receipt[][]
  /** to be called after the commit */
  confirm(): void
}

/**
 * Writes a batch inside the caller's transaction: counts, examples, states of signatures, what was taken in.
 * Null when it was written before.
 */
export async function record(
  client: PoolClient,
  batch: Batch,
  books: Books,
  done: string | undefined,
): Promise<Recorded | null> {
  if (!(await claimBatch(client, batch.id, done))) return null
  await holdProjects(client, projectsOf(batch))

  const asked = await takeRequests(client, batch, books)
  const saved = await saveBooks(client, [...batch.tallies, ...asked.tallies])
  const sums: Sum[] = []
  for (const [projectId, own] of Map.groupBy(saved, ({ book }) => book.projectId))
    sums.push(...(await writeSums(client, projectId, sumUp(own))))
  await keepEvents(client, asked.kept)
  await writeArrivals(client, asked.counts)
  await tellIds(
    client,
    'belfry_errors',
    sums.map(({ signatureId }) => signatureId),
  )
  return { receipts: asked.receipts, confirm: () => saved.forEach(confirm) }
}

const projectsOf = ({ tallies, requests, counts }: Batch) => [
  ...[...tallies.keys()].map(({ projectId }) => projectId),
  ...requests.map(({ project }) => project.id),
  ...counts.keys(),
]

/** Classifies and counts what of the requests is new. */
async function takeRequests(client: PoolClient, batch: Batch, books: Books) {
  const isNew = await claimRequests(client, batch.requests)
  const taken = { tallies: new Map<Book, Tallies>(), examples: batch.examples }
  const counts: Counts = copyOf(batch.counts)
  const kept: Kept[] = []
  const now = Date.now()

  const receipts = batch.requests.map(({ project, input, events }, i) => {
    const terms = termsOf(project)
    const book = books.get(project.id)
    return events.map((event, k): Receipt => {
      const status = isNew[i]?.[k] ? terms.fateOf(input, event) : 'duplicate'
      note(counts, project.id, input, status === 'ignored' ? 'below_level' : status)
      if (status === 'accepted' && book) tally(taken, book, event, input, now)
      if (status === 'kept') kept.push({ project, input, event })
      return { status }
    })
  })
  return { ...taken, counts, kept, receipts }
}

interface SavedBook {
  book: Book
  tallies: Tallies
  classification: Awaited<ReturnType<Book['classification']['save']>>
  hosts: SavedHosts
}

/** In the order of the projects' ids, as everything that locks several projects does. */
async function saveBooks(client: PoolClient, counted: [Book, Tallies][]): Promise<SavedBook[]> {
  const saved: SavedBook[] = []
  for (const [book, tallies] of counted.sort(([a], [b]) => a.projectId - b.projectId)) {
    const classification = await book.classification.save(client)
    const hosts = await book.hosts.save(client, usedHosts(tallies))
    saved.push({ book, tallies, classification, hosts })
  }
  return saved
}

function usedHosts(tallies: Tallies): Set<number> {
  const used = new Set<number>()
  for (const { minutes } of tallies.values())
    for (const cells of minutes.values()) for (const cell of cells.keys()) used.add(hostOf(cell))
  return used
}

/** Answers what was written: what belongs to a signature that somebody has deleted at this moment goes with it. */
async function writeSums(
  client: PoolClient,
  projectId: number,
  summed: readonly Sum[],
): Promise<Sum[]> {
  const ids = summed.map(({ signatureId }) => signatureId)
  const states = await lockSignatures(client, projectId, ids)
  const sums = summed.filter(({ signatureId }) => states.has(signatureId))
  if (sums.length === 0) return []
  await writeSignatures(client, projectId, sums)
  await writeCounts(client, projectId, sums)
  await writeFacets(client, projectId, sums)
  await writeExamples(client, projectId, sums)
  if ([...states.values()].some(state => state !== 'open')) await wake(client, projectId, sums)
  return sums
}

/** Of one project; several groups may have become one signature. */
function sumUp(saved: readonly SavedBook[]): Sum[] {
  const sums = new Map<number, Sum>()
  for (const { book, tallies, classification, hosts } of saved)
    for (const [group, tally] of tallies) {
      const signatureId = classification.signatureOf(group)
      const template = classification.newTemplateOf(group)
      const other = sums.get(signatureId)
      sums.set(signatureId, {
        signatureId,
        tally: other ? merged(other.tally, tally) : tally,
        hosts,
        hostName: book.hosts.nameOf,
        template: template ?? other?.template ?? null,
      })
    }
  return [...sums.values()].sort((a, b) => a.signatureId - b.signatureId)
}

function confirm({ book, tallies, classification, hosts }: SavedBook) {
  classification.confirm()
  hosts.confirm()
  for (const [group, { examples }] of tallies) book.examples.spend(group, examples.length)
}
