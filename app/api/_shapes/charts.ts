import { z } from 'zod'
import { panel } from '#lib/charts/panel.ts'
import { moment } from '#lib/errors/times.ts'
import { PERIODS } from '#lib/metrics/terms.ts'

const ms = z.number().describe('Unix milliseconds.')
const time = moment.optional()

export const chartQuery = z.strictObject({
  panel,
  from: time.describe(
    'A date, unix milliseconds or a time back from now. Default: 6 hours before.',
  ),
  to: time.describe('Likewise. Default: now.'),
})

const values = z.array(z.number().nullable()).describe('One for each time.')
const times = z.array(ms).describe('Beginnings of buckets, ascending.')
const period = z.enum(PERIODS)
const state = z.enum(['OK', 'ALARM', 'ERROR', 'INACTIVE'])

const lines = z.strictObject({
  kind: z.enum(['metrics', 'monitor', 'errors']),
  ...{ from: ms, to: ms, period: period.nullable(), times },
  lines: z.array(
    z.strictObject({
      ...{ name: z.string(), values },
      isBefore: z.boolean().describe('Belongs to the length of time before, moved to now.'),
      href: z.string().optional(),
    }),
  ),
  leftOut: z.int().describe('Lines left out since there are too many.'),
  bands: z.array(z.strictObject({ state, from: ms, to: ms })).describe('States of a monitor.'),
  unit: z.string().optional().describe('Of a monitor’s values.'),
})

const table = z.strictObject({
  kind: z.literal('table'),
  ...{ from: ms, to: ms, period, times },
  rows: z.array(
    z.strictObject({
      ...{ value: z.string(), total: z.number().nullable(), before: z.number().nullable(), values },
    }),
  ),
  leftOut: z.int().describe('Rows left out since there are too many.'),
})

const number = z.strictObject({
  kind: z.literal('number'),
  ...{ from: ms, to: ms, value: z.number().nullable(), before: z.number().nullable() },
  ...{ times, values },
})

const states = z.strictObject({
  kind: z.literal('monitors'),
  monitors: z.array(
    z.strictObject({
      ...{ id: z.int().nullable(), name: z.string(), state, since: ms.nullable() },
      ...{ value: z.number().nullable(), unit: z.string() },
    }),
  ),
  leftOut: z.int(),
})

export const drawn = z.discriminatedUnion('kind', [
  ...([lines, table, number] as const),
  ...([states, z.strictObject({ kind: z.literal('text') })] as const),
])
