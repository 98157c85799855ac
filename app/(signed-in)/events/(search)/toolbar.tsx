import { Choice } from '#app/_ui/choice.tsx'
import { FollowSwitch } from '#app/_ui/follow-switch.tsx'
import type { Query } from '#app/_ui/query.ts'
import { RangeChoice } from '#app/_ui/range/range-choice.tsx'
import { Segments } from '#app/_ui/segments.tsx'
import css from '#app/(signed-in)/events/(search)/search.module.css'
import { LOOKS, type Look, type View } from '#app/(signed-in)/events/(search)/view.ts'

interface Props {
  view: View
  projects: string[]
  hrefOf: (changes: Query) => string
}

/** Of which time and project, and how it is looked at. */
export function Toolbar({ view, projects, hrefOf }: Props) {
  const looks = LOOKS.map(look => ({
    href: hrefOf({ look: look === 'events' ? undefined : look }),
    content: WORDS[look],
    current: view.look === look,
  }))
  return (
    <div className={css.toolbar}>
      <RangeChoice range={view.range} hrefOf={hrefOf} upTo="30d" />
      {(projects.length > 1 || view.project !== undefined) && (
        <Choice
          name="project"
          label="Project"
          placeholder="Project: all"
          options={projects}
          value={view.project ?? null}
          width={140}
          searchable
          clearable
        />
      )}
      <Segments label="Look" segments={looks} />
      {view.range.key !== null && (
        <FollowSwitch
          following={view.isFollowing}
          href={hrefOf({ follow: view.isFollowing ? 'off' : undefined })}
        />
      )}
    </div>
  )
}

const WORDS: Record<Look, string> = { events: 'Events', trees: 'Together', numbers: 'Numbers' }
