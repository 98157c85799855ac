import type { Measure } from '#lib/events/measures.ts'
import { stepsOf } from '#lib/events/query/key.ts'
import { UserError } from '#lib/failures.ts'

/** A number that is asked for: as it is written, and what it is. */
export interface Column {
  name: string
  measure: Measure
  /** a second */
  isRate: boolean
}

const FORM = /^(?:(count|rate)|(sum|avg|min|max|distinct|p\d{1,2}(?:\.\d{1,3})?)\((.{1,250})\))$/s
/** Commas within quotes belong to the name of a trait. */
const PARTS = /(?:"(?:[^"\\]|\\.)*"|[^,"])+/gs
/** Nobody reads more beside each other. */
const MOST_COLUMNS = 8

/** `count,rate,avg(duration),p99.9(response.size),distinct(user)`. Throws a UserError that says which one is wrong. */
export function readColumns(text: string): Column[] {
  const columns = (text.match(PARTS) ?? []).map(part => readColumn(part.trim()))
  if (columns.length === 0 || columns.length > MOST_COLUMNS)
    throw new UserError(`Between one and ${MOST_COLUMNS} measures are needed.`, {
      fields: { measures: `are ${columns.length}` },
    })
  return columns
}

function readColumn(name: string): Column {
  const [, ofAll, kind = '', of = ''] = FORM.exec(name) ?? []
  if (ofAll) return { name, measure: { kind: 'count' }, isRate: ofAll === 'rate' }
  if (!kind || !stepsOf(of))
    throw new UserError(
      `${name} is no measure; there are count, rate, distinct(trait), and sum, avg, min, max or p95 of a (trait).`,
      { fields: { measures: `${name} is none` } },
    )
  return { name, measure: measureOf(kind, of), isRate: false }
}

function measureOf(kind: string, of: string): Measure {
  if (/^p\d/.test(kind)) return { kind: 'percentile', of, share: Number(kind.slice(1)) / 100 }
  return { kind: kind as 'sum' | 'avg' | 'min' | 'max' | 'distinct', of }
}
