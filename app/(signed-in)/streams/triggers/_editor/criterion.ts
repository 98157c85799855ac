import type { Criterion } from '#lib/streams/criteria/schema.ts'

/** What is asked of a trait, as the form shows it. */
export const ASKED = {
  is: 'is',
  equals: '=',
  more: '>',
  less: '<',
  within: 'is a time in',
} as const
export type Asked = keyof typeof ASKED

export interface AskedTrait {
  asked: Asked
  value: string
}

const OPERATORS = { equals: '=', more: '>', less: '<' } as const
const COMPARED = /^\s*(?:([=<>])\s+)?(.*?)\s*$/s

export function askedOf(criterion: Criterion): AskedTrait {
  if (typeof criterion !== 'object') return { asked: 'is', value: String(criterion) }
  const { int, float, datetime, string, text } = criterion
  if (datetime !== undefined) return { asked: 'within', value: datetime }
  if (int === undefined && float === undefined) return { asked: 'is', value: string ?? text ?? '' }
  const [, operator = '=', value = ''] = COMPARED.exec(String(int ?? float)) ?? []
  const [asked = 'equals'] = Object.entries(OPERATORS).find(([, sign]) => sign === operator) ?? []
  return { asked: asked as Asked, value }
}

/** As it is written: numbers that are whole ask for whole ones. */
export function criterionOf({ asked, value }: AskedTrait, before: Criterion): Criterion {
  if (asked === 'within') return { datetime: value }
  if (asked === 'is') return constantOf(value, before)
  const kind = /^\s*[+-]?\d+\s*$/.test(value) && !isFloat(before) ? 'int' : 'float'
  return { [kind]: asked === 'equals' ? value : `${OPERATORS[asked]} ${value}` }
}

/** A constant stays of the type that it was of; others are texts. */
function constantOf(value: string, before: Criterion): Criterion {
  if (typeof before === 'boolean' && /^(true|false)$/.test(value)) return value === 'true'
  const isNumber = typeof before === 'number' && value.trim() !== '' && !Number.isNaN(Number(value))
  return isNumber ? Number(value) : value
}

const isFloat = (criterion: Criterion) =>
  typeof criterion === 'object' && criterion.float !== undefined
