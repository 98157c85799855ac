import { one, type Query } from '#app/_ui/query.ts'
import type { PanelOf } from '#lib/charts/panel.ts'
import {
  levelName,
  type SignatureFilter,
  type SignatureSort,
  type SortOrder,
  signatureSort,
  signatureState,
  sortOrder,
} from '#lib/errors/schema.ts'

/** What somebody looks for, whoever they are. */
export type ViewFilter = Omit<SignatureFilter, 'reach'>

export interface Order {
  sort: SignatureSort
  order: SortOrder
}

const COUNT_LIMIT = 1e12

/** Which signatures the address asks for, without the time; what makes no sense is left aside. */
export function filterOf(query: Query): ViewFilter {
  return {
    q: one(query, 'q')?.trim().slice(0, 200) || undefined,
    project: one(query, 'project'),
    state: stateOf(query),
    level: levelName.safeParse(one(query, 'level')).data,
    host: one(query, 'host'),
    above: aboveOf(query),
  }
}

/** Those that someone should look at; `all` asks for all. */
function stateOf(query: Query) {
  const asked = one(query, 'state')
  return asked === 'all' ? undefined : (signatureState.safeParse(asked).data ?? 'open')
}

/** `least` hits are more than one less. */
function aboveOf(query: Query): number | undefined {
  const least = Number(one(query, 'least'))
  return Number.isInteger(least) && least > 1 && least <= COUNT_LIMIT ? least - 1 : undefined
}

export const orderOf = (query: Query): Order => ({
  sort: signatureSort.safeParse(one(query, 'sort')).data ?? 'count',
  order: sortOrder.safeParse(one(query, 'order')).data ?? 'desc',
})

/** Whether the page follows what comes in. */
export const isFollowing = (query: Query) => one(query, 'follow') !== 'off'

/** The chart of this view for a dashboard; null where a part of it cannot be said of one. */
export const panelOf = ({ q, project, level, host }: ViewFilter): PanelOf<'errors'> | null =>
  level || host
    ? null
    : { kind: 'errors', title: '', q: q ?? '', ...(project && { project: String(project) }) }

/** What a monitor of this view is to look at. */
export const watchedOf = ({ q, project, level, host }: ViewFilter) => ({
  ...(q && { query: q }),
  ...(project !== undefined && { project: String(project) }),
  ...(level && { level }),
  ...(host && { host }),
})
