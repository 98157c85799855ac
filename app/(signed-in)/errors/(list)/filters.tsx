import { Choice } from '#app/_ui/choice.tsx'
import { FollowSwitch } from '#app/_ui/follow-switch.tsx'
import type { Query } from '#app/_ui/query.ts'
import { Segments } from '#app/_ui/segments.tsx'
import type { Time } from '#app/(signed-in)/errors/_time/time.ts'
import { RangeSegments, SliceChoice } from '#app/(signed-in)/errors/_time/time-choice.tsx'
import css from '#app/(signed-in)/errors/(list)/filters.module.css'
import { MoreFilters } from '#app/(signed-in)/errors/(list)/more-filters.tsx'
import type { ViewFilter } from '#app/(signed-in)/errors/(list)/view.ts'
import type { StateTotals } from '#lib/errors/data.ts'
import { LEVELS } from '#lib/errors/event.ts'
import { SIGNATURE_STATES } from '#lib/errors/schema.ts'

interface Props {
  filter: ViewFilter
  time: Time
  following: boolean
  counts: StateTotals
  projects: string[]
  hrefOf: (changes: Query) => string
}

/** What is shown: of which time, which project, how bad, in which state. */
export function Filters({ filter, time, following, counts, projects, hrefOf }: Props) {
  const states = SIGNATURE_STATES.map(state => ({
    href: hrefOf({ state: state === 'open' ? undefined : state }),
    content: `${WORDS[state]} ${counts[state].toLocaleString('en')}`,
    current: filter.state === state,
  }))

  return (
    <div className={css.filters}>
      <RangeSegments time={time} hrefOf={hrefOf} />
      <SliceChoice time={time} />
      {(projects.length > 1 || filter.project) && (
        <Choice
          name="project"
          label="Project"
          placeholder="Project: all"
          options={projects}
          value={filter.project === undefined ? null : String(filter.project)}
          width={120}
          searchable
          clearable
        />
      )}
      <Choice
        name="level"
        label="Level, and worse ones"
        placeholder="Level: any"
        options={LEVELS.map(level => ({ value: level, label: `${level} +` }))}
        value={filter.level ?? null}
        width={116}
        clearable
      />
      <Segments
        label="State"
        segments={[
          ...states,
          {
            href: hrefOf({ state: 'all' }),
            content: 'All',
            current: !filter.state,
          },
        ]}
      />
      <MoreFilters host={filter.host ?? ''} least={(filter.above ?? 0) + 1} />
      <FollowSwitch
        following={following}
        href={hrefOf({ follow: following ? 'off' : undefined })}
      />
    </div>
  )
}

const WORDS = { open: 'Open', resolved: 'Resolved', muted: 'Muted' }
