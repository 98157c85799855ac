import type { Due } from '#lib/streams/effects/contract.ts'
import type { StreamFacts } from '#lib/streams/handlers/contract.ts'

/** Each item beside its stream, in their order. */
export const rowsOf = <Item>(due: readonly Due<Item>[]): { stream: StreamFacts; item: Item }[] =>
  due.flatMap(({ stream, items }) => items.map(item => ({ stream, item })))
