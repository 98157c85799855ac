import type { PoolClient } from 'pg'
import type { Due, EffectWriter } from '#lib/streams/effects/contract.ts'
import type { Effects, StreamFacts } from '#lib/streams/handlers/contract.ts'

/** The end of one stream, with what it brings about. */
export interface Ending {
  stream: StreamFacts
  effects: Effects
}

type Kind = keyof Effects
type Writers = { [K in Kind]: EffectWriter<Effects[K][number]> }

/** Writes what streams bring about, inside the transaction that ends them; one kind after the other. */
export async function writeEffects(
  client: PoolClient,
  endings: readonly Ending[],
  writers: Partial<Writers>,
): Promise<void> {
  for (const kind of Object.keys(writers) as Kind[]) await writeKind(client, endings, kind, writers)
}

async function writeKind<K extends Kind>(
  client: PoolClient,
  endings: readonly Ending[],
  kind: K,
  writers: Partial<Writers>,
): Promise<void> {
  const due = endings.flatMap(({ stream, effects }): Due<Effects[K][number]>[] =>
    effects[kind].length > 0 ? [{ stream, items: effects[kind] }] : [],
  )
  if (due.length > 0) await writers[kind]?.(client, due)
}
