import type { PanelKind } from '#lib/charts/panel.ts'
import type { Period } from '#lib/metrics/terms.ts'
import type { Band } from '#lib/monitors/series/points.ts'
import type { StateName } from '#lib/plugin.ts'

/** What a panel shows, ready to be drawn; times in unix milliseconds. */
export type Drawn = DrawnLines | DrawnTable | DrawnNumber | DrawnStates | DrawnText

export interface DrawnLine {
  name: string
  /** one for each time; null where nothing came */
  values: (number | null)[]
  /** belongs to the length of time before, moved to now */
  isBefore: boolean
  /** where more about it is to be seen */
  href?: string | undefined
}

export interface DrawnLines {
  kind: Extract<PanelKind, 'metrics' | 'monitor' | 'errors'>
  from: number
  to: number
  /** the period of metrics, null for others */
  period: Period | null
  /** beginnings of buckets, ascending */
  times: number[]
  lines: DrawnLine[]
  /** lines left out since there are too many */
  leftOut: number
  /** states of a monitor */
  bands: Band[]
  /** of a monitor's values */
  unit?: string
}

export interface DrawnRow {
  /** of the filter */
  value: string
  total: number | null
  /** of the same length of time before */
  before: number | null
  /** one for each time */
  values: (number | null)[]
}

export interface DrawnTable {
  kind: 'table'
  from: number
  to: number
  period: Period
  times: number[]
  /** the greatest first */
  rows: DrawnRow[]
  /** rows left out since there are too many */
  leftOut: number
}

export interface DrawnNumber {
  kind: 'number'
  from: number
  to: number
  value: number | null
  before: number | null
  /** the same over time */
  times: number[]
  values: (number | null)[]
}

export interface DrawnStates {
  kind: 'monitors'
  monitors: {
    /** null: for those who have no way to it */
    id: number | null
    name: string
    state: StateName
    /** unix milliseconds */
    since: number | null
    value: number | null
    unit: string
  }[]
  leftOut: number
}

export interface DrawnText {
  kind: 'text'
}
