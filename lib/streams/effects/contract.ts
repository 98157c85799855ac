import type { PoolClient } from 'pg'
import type { StreamFacts } from '#lib/streams/handlers/contract.ts'

/** What one stream brings about of one kind. */
export interface Due<Item> {
  stream: StreamFacts
  items: readonly Item[]
}

/**
 * Writes one kind of effects of many streams inside the transaction that ends them. A UserError that it throws fails the pipelines of
 * these streams; they are then written one by one, so that only the one that it is about fails.
 */
export type EffectWriter<Item> = (client: PoolClient, due: readonly Due<Item>[]) => Promise<void>
