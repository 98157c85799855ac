import { Choice } from '#app/_ui/choice.tsx'
import { FollowSwitch } from '#app/_ui/follow-switch.tsx'
import type { Query } from '#app/_ui/query.ts'
import { RangeChoice } from '#app/_ui/range/range-choice.tsx'
import { Segments } from '#app/_ui/segments.tsx'
import css from '#app/(signed-in)/explore/explore.module.css'
import type { ProjectsView } from '#app/(signed-in)/explore/view.ts'
import { PERIODS } from '#lib/metrics/terms.ts'

interface Props {
  view: ProjectsView
  projects: string[]
  hrefOf: (changes: Query) => string
}

/** Of which project and time, in which buckets, and beside what. */
export function Toolbar({ view, projects, hrefOf }: Props) {
  const { range, period, compare, isFollowing } = view
  return (
    <div className={css.toolbar}>
      <RangeChoice range={range} hrefOf={hrefOf} />
      <Choice
        name="period"
        label="Period"
        placeholder="Period: by range"
        options={PERIODS.map(value => ({ value, label: `Period: ${value}` }))}
        value={period ?? null}
        width={132}
        clearable
      />
      <Segments
        label="Comparison"
        segments={[
          {
            href: hrefOf({ compare: compare ? undefined : 'on' }),
            content: 'Compare with before',
            current: compare,
          },
        ]}
      />
      {projects.length > 1 && (
        <Choice
          name="project"
          label="Project"
          options={projects}
          value={view.project}
          width={140}
          searchable
        />
      )}
      {range.key !== null && (
        <FollowSwitch
          following={isFollowing}
          href={hrefOf({ follow: isFollowing ? 'off' : undefined })}
        />
      )}
    </div>
  )
}
