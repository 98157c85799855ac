import { Suspense } from 'react'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import type { Query } from '#app/_ui/query.ts'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'
import { FacetPanel, FacetsLoading } from '#app/(signed-in)/events/(search)/_facets/facet-panel.tsx'
import {
  HistogramLoading,
  HistogramPanel,
} from '#app/(signed-in)/events/(search)/_histogram/histogram-panel.tsx'
import { ListPanel } from '#app/(signed-in)/events/(search)/_list/list-panel.tsx'
import { TreesPanel } from '#app/(signed-in)/events/(search)/_list/trees-panel.tsx'
import {
  NumbersLoading,
  NumbersPanel,
} from '#app/(signed-in)/events/(search)/_numbers/numbers-panel.tsx'
import css from '#app/(signed-in)/events/(search)/search.module.css'
import type { View } from '#app/(signed-in)/events/(search)/view.ts'
import { reading } from '#app/(signed-in)/explore/_chart/reading.ts'
import type { Reach } from '#lib/access/reach.ts'
import { questionOf } from '#lib/events/data.ts'

interface Props {
  reach: Reach
  view: View
  among: Record<string, string>
  severalProjects: boolean
  hrefOf: (changes: Query) => string
}

/** What the search found, each part as soon as it is there; or why there is nothing to search for. */
export async function Found({ reach, view, severalProjects, ...rest }: Props) {
  const { q: query, project, range } = view
  const { drawn: question, problem } = await reading(
    questionOf(reach, { query, project, from: range.from, to: range.to }),
  )
  if (!question)
    return (
      <Panel>
        <EmptyState title="This cannot be searched for">{problem}</EmptyState>
      </Panel>
    )
  const asked = { view, question, ...rest }
  return (
    <div className={css.split}>
      <Suspense fallback={<FacetsLoading />}>
        <FacetPanel {...asked} />
      </Suspense>
      <div className={css.main}>
        {view.look === 'numbers' ? (
          <Suspense fallback={<NumbersLoading />}>
            <NumbersPanel {...asked} />
          </Suspense>
        ) : (
          <>
            <Suspense fallback={<HistogramLoading />}>
              <HistogramPanel {...asked} />
            </Suspense>
            <Suspense fallback={<ListLoading />}>
              {view.look === 'events' ? (
                <ListPanel {...asked} severalProjects={severalProjects} />
              ) : (
                <TreesPanel {...asked} />
              )}
            </Suspense>
          </>
        )}
      </div>
    </div>
  )
}

const ListLoading = () => (
  <Panel flush title=" ">
    <RowsLoading rows={12} />
  </Panel>
)
