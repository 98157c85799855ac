import type { Query } from '#app/_ui/query.ts'
import { Segments } from '#app/_ui/segments.tsx'
import { StateShape } from '#app/_ui/state.tsx'
import { LiveIndicator } from '#app/_ui/use-live.tsx'
import css from '#app/(signed-in)/monitors/(list)/filters.module.css'
import { TagFilter } from '#app/(signed-in)/monitors/(list)/tag-filter.tsx'
import type { MonitorFilter, StateCounts } from '#lib/monitors/data.ts'
import type { StateName } from '#lib/plugin.ts'

const STATES: StateName[] = ['ALARM', 'ERROR', 'OK', 'INACTIVE']

interface Props {
  filter: MonitorFilter
  counts: StateCounts
  tags: string[]
  hrefOf: (changes: Query) => string
}

/** Which monitors are listed: by state, with how many there are, and by tag. */
export function Filters({ filter, counts, tags, hrefOf }: Props) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const segments = STATES.map(state => ({
    href: hrefOf({ state }),
    label: `${state}: ${counts[state]}`,
    content: <Count state={state} count={counts[state]} />,
    current: filter.state === state,
  }))

  return (
    <div className={css.filters}>
      <Segments
        label="State"
        segments={[
          { href: hrefOf({ state: undefined }), content: `All ${all}`, current: !filter.state },
          ...segments,
        ]}
      />
      {(tags.length > 0 || filter.tag) && <TagFilter tags={tags} tag={filter.tag ?? null} />}
      <span className={css.order}>
        Bad first, then by name · <LiveIndicator />
      </span>
    </div>
  )
}

function Count({ state, count }: { state: StateName; count: number }) {
  return (
    <span className={css.count} data-state={count > 0 ? state : undefined}>
      <StateShape state={state} size={11} />
      {count}
    </span>
  )
}
