import { COLUMNS_SHOWN, type Series } from '#lib/monitors/series/points.ts'
import type { Plain } from '#lib/plugin.ts'

type Row = Record<string, Plain>

interface Line {
  name: string
  /** Unix milliseconds and values, a gap is null */
  points: [number, number | null][]
}

/** How an answer is best shown. */
export type Shape =
  | { kind: 'value'; value: null | boolean | number | string }
  | { kind: 'table'; columns: string[]; rows: Row[]; total: number }
  | { kind: 'record'; entries: [string, Plain][] }
  | { kind: 'lines'; series: Series; columns: string[]; rows: Row[]; total: number }
  | { kind: 'nothing' }

/** More would be slow to draw, and nobody reads them. */
export const ROWS_SHOWN = 500

/** Looks at an answer: a value, a table, series over time, or one record. */
export function shapeOf(answer: Plain): Shape {
  if (!isObject(answer)) return { kind: 'value', value: answer }
  if (!Array.isArray(answer)) return { kind: 'record', entries: Object.entries(answer) }
  if (answer.length === 0) return { kind: 'nothing' }

  const table = tableOf(answer)
  const lines = linesOf(answer)
  return lines ? { kind: 'lines', series: seriesOf(lines), ...table } : { kind: 'table', ...table }
}

const isObject = (value: Plain): value is Plain[] | Row =>
  typeof value === 'object' && value !== null

function tableOf(answer: Plain[]) {
  const rows = answer.slice(0, ROWS_SHOWN).map(rowOf)
  const columns = [...new Set(rows.flatMap(row => Object.keys(row)))]
  return { columns, rows, total: answer.length }
}

function rowOf(item: Plain): Row {
  if (Array.isArray(item))
    return Object.fromEntries(item.map((cell, index) => [String(index + 1), cell]))
  return isObject(item) ? item : { value: item }
}

/** Series in the forms that sources give them, or null when these are none. */
function linesOf(answer: Plain[]): Line[] | null {
  const alone = pointsOf(answer)
  if (alone) return [{ name: 'value', points: alone }]

  const lines = answer.map(item => (isObject(item) && !Array.isArray(item) ? lineOf(item) : null))
  return lines.every(line => line !== null) ? lines : null
}

/** `{ target, datapoints }` of Graphite, `{ labels, points }` of Prometheus, and what looks like them. */
function lineOf(item: Row): Line | null {
  const series = Object.values(item).find(value => Array.isArray(value))
  const points = Array.isArray(series) ? pointsOf(series) : null
  return points && { name: nameOf(item), points }
}

function nameOf(item: Row): string {
  const { target, name, labels } = item
  if (typeof target === 'string') return target
  if (typeof name === 'string') return name
  if (isObject(labels ?? null))
    return Object.entries(labels as Row)
      .map(([key, value]) => `${key}=${value}`)
      .join(' ')
  return 'value'
}

/** Pairs of value and time in either order, or objects with `at` and `value`. */
function pointsOf(items: Plain[]): Line['points'] | null {
  if (items.length === 0) return []
  const points = items.map(item => {
    if (Array.isArray(item) && item.length === 2) return pairOf(item[0] ?? null, item[1] ?? null)
    if (isObject(item) && !Array.isArray(item) && 'at' in item && 'value' in item)
      return pairOf(item.value ?? null, item.at ?? null)
    return null
  })
  if (!points.every(point => point !== null)) return null
  return points.sort(([a], [b]) => a - b)
}

function pairOf(value: Plain, time: Plain): [number, number | null] | null {
  if (isTime(time) && isValue(value)) return [msOf(time), value]
  if (isTime(value) && isValue(time)) return [msOf(value), time]
  return null
}

const isValue = (value: Plain) => value === null || typeof value === 'number'

/** From 2001 on, in seconds or milliseconds. */
const isTime = (value: Plain): value is number =>
  typeof value === 'number' && ((value >= 1e9 && value < 1e10) || (value >= 1e12 && value < 1e13))
const msOf = (time: number) => (time >= 1e12 ? time : time * 1000)

/** All lines over the times of all of them. */
function seriesOf(lines: Line[]): Series {
  const shown = lines.slice(0, COLUMNS_SHOWN)
  const times = [...new Set(shown.flatMap(({ points }) => points.map(([at]) => at)))].sort(
    (a, b) => a - b,
  )
  const columns = shown.map(({ name, points }) => {
    const values = new Map(points)
    return { name, values: times.map(at => values.get(at) ?? null), range: null }
  })
  return {
    from: times[0] ?? 0,
    to: times.at(-1) ?? 0,
    bucketMs: null,
    times,
    columns,
    leftOut: lines.length - shown.length,
  }
}
