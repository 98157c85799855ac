import type { Reach } from '#lib/access/reach.ts'
import type { Drawn } from '#lib/charts/drawn.ts'
import { readErrors } from '#lib/charts/errors/data.ts'
import { readMetrics } from '#lib/charts/metrics/data.ts'
import { readMonitor } from '#lib/charts/monitor/data.ts'
import { readMonitors } from '#lib/charts/monitors/data.ts'
import { readNumber } from '#lib/charts/number/data.ts'
import type { Panel } from '#lib/charts/panel.ts'
import { readTable } from '#lib/charts/table/data.ts'
import { UserError } from '#lib/failures.ts'

export interface TimeRange {
  from: Date
  to: Date
}

/**
 * What a panel shows between two moments. Throws a UserError: `not_found` where it is about something that is not
 * reached, and one that names the field when the range is no range, or too long for the period.
 */
export async function readPanel(reach: Reach, panel: Panel, range: TimeRange): Promise<Drawn> {
  if (!(range.from < range.to))
    throw new UserError('The range is the wrong way round.', {
      fields: { from: 'must be before `to`' },
    })
  switch (panel.kind) {
    case 'metrics':
      return readMetrics(reach, panel, range)
    case 'table':
      return readTable(reach, panel, range)
    case 'number':
      return readNumber(reach, panel, range)
    case 'monitor':
      return readMonitor(reach, panel, range)
    case 'monitors':
      return readMonitors(reach, panel)
    case 'errors':
      return readErrors(reach, panel, range)
    case 'text':
      return { kind: 'text' }
  }
}
