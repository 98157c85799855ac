import { addressesOf } from '#lib/charts/shared/addresses.ts'
import type { SharedChart } from '#lib/charts/shared/data.ts'
import type { SharedView } from '#lib/charts/shared/schema.ts'

/** A shared chart as it is told to those who may share. */
export function toldOf({ uid, groups: _, ...chart }: SharedChart, ownUrl: string): SharedView {
  return {
    ...chart,
    sharedAt: chart.sharedAt.toISOString(),
    expiresAt: chart.expiresAt?.toISOString() ?? null,
    revokedAt: chart.revokedAt?.toISOString() ?? null,
    lastSeenAt: chart.lastSeenAt?.toISOString() ?? null,
    ...addressesOf(uid, ownUrl),
  }
}
