import type { Pool } from 'pg'
import { openMetricIntake } from '#lib/metrics/intake/open.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import { openGate } from '#lib/projects/intake/gate.ts'
import { type Project, projectInput } from '#lib/projects/schema.ts'

export const openIntake = (pool: Pool) => openMetricIntake({ pool, gate: openGate() })

export const aProject = (rest: Record<string, unknown> = {}): Project => ({
  id: 1,
  ...projectInput.parse({ name: 'default', ...rest }),
})

/** An update, with its filters as senders write them. */
export const anUpdate = ({
  f = {},
  ...rest
}: Partial<MetricUpdate> & { f?: Record<string, string | string[]> } = {}): MetricUpdate => ({
  ...{ name: 'orders', kind: 'counter', value: 1, times: 1, at: 1_400_000_000 },
  filters: Object.keys(f)
    .sort()
    .map(name => ({ name, values: [f[name] ?? []].flat() })),
  ...rest,
})
