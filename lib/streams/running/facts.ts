import type { Plain } from '#lib/plugin.ts'
import type { StreamFacts } from '#lib/streams/handlers/contract.ts'
import type { Claim } from '#lib/streams/running/claim.ts'

/** What handlers are told of a stream; `base` is the address of the pages. */
export const factsOf = (claim: Claim, base: string): StreamFacts => ({
  ...{ id: claim.id, projectId: claim.projectId },
  ...{ trigger: claim.trigger, triggerId: claim.triggerId, occasion: claim.occasion },
  traits: plainTraits(claim.traits),
  ...{ firstEvent: claim.firstEvent, lastEvent: claim.lastEvent, depth: claim.depth },
  url: `${base}/streams/${claim.id}`,
})

/** Distinguishing values as they are stored, with a time as ISO 8601, and a range as its interval: `begin/end`. */
const plainTraits = (stored: unknown): Record<string, Plain> =>
  Object.fromEntries(
    Object.entries(stored ?? {}).map(([name, value]) => [name, plainValue(value as Plain)]),
  )

function plainValue(value: Plain): Plain {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return 'datetime' in value ? (value.datetime ?? null) : `${value.begin}/${value.end}`
}
