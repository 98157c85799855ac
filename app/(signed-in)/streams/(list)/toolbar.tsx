import { Choice } from '#app/_ui/choice.tsx'
import type { Query } from '#app/_ui/query.ts'
import { Segments } from '#app/_ui/segments.tsx'
import css from '#app/(signed-in)/streams/(list)/list.module.css'
import { TIMES, type View } from '#app/(signed-in)/streams/(list)/view.ts'
import type { TriggerName } from '#lib/streams/reading/names/data.ts'
import { STATE_GROUPS, type StreamCounts, totalOf } from '#lib/streams/states.ts'

interface Props {
  view: View
  counts: StreamCounts
  triggers: TriggerName[]
  hrefOf: (changes: Query) => string
}

/** Which streams: in which state, of which trigger, when. */
export function Toolbar({ view, counts, triggers, hrefOf }: Props) {
  const projects = [...new Set(triggers.map(({ project }) => project))].sort()
  const groups = STATE_GROUPS.map(({ key, label, states }) => ({
    href: hrefOf({ state: key }),
    content: `${label} ${totalOf(counts, states).toLocaleString('en')}`,
    current: view.group?.key === key,
  }))
  return (
    <div className={css.toolbar}>
      <Segments
        label="State"
        segments={[
          { href: hrefOf({ state: undefined }), content: 'All', current: !view.group },
          ...groups,
        ]}
      />
      <Choice
        name="trigger"
        label="Trigger"
        placeholder="Trigger: any"
        options={optionsOf(triggers, projects.length > 1)}
        value={chosenOf(view, triggers)}
        width={200}
        searchable
        clearable
      />
      {projects.length > 1 && (
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
      <Choice
        name="time"
        label="When it had events"
        placeholder="Any time"
        options={TIMES.map(({ key, words }) => ({ value: key, label: words }))}
        value={view.time?.key ?? null}
        width={132}
        clearable
      />
    </div>
  )
}

const optionsOf = (triggers: TriggerName[], severalProjects: boolean) =>
  triggers.map(({ id, name, project, isDeleted }) => ({
    value: String(id),
    label: `${name}${severalProjects ? ` · ${project}` : ''}${isDeleted ? ' (deleted)' : ''}`,
  }))

/** An address may have its name. */
const chosenOf = ({ trigger }: View, triggers: TriggerName[]): string | null => {
  const found = triggers.find(({ id, name }) => String(id) === trigger || name === trigger)
  return found ? String(found.id) : null
}
