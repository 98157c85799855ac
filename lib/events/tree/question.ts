import type { Reach } from '#lib/access/reach.ts'
import type { Query } from '#lib/events/query/query.ts'
import type { Question } from '#lib/events/question.ts'

export const ALWAYS = { from: new Date(0), to: new Date('9999-01-01') }

export const whereIs = (name: 'id' | 'uid', value: string): Query => ({
  ...{ kind: 'compare', path: [name], comparison: '=', value },
})

/** All events of one tree of contexts, whenever they were. */
export const wholeTree = (reach: Reach, id: string): Question => ({
  ...{ reach, query: whereIs('id', id), ...ALWAYS },
})
