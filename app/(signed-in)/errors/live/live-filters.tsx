import { ButtonLink } from '#app/_ui/button-link.tsx'
import { Choice } from '#app/_ui/choice.tsx'
import { addressOf } from '#app/(signed-in)/errors/live/view.ts'
import { LEVELS } from '#lib/errors/event.ts'
import type { NewestFilter } from '#lib/errors/live/schema.ts'

/** What is followed: which project, how bad, which host. */
export function LiveFilters({ filter, projects }: { filter: NewestFilter; projects: string[] }) {
  const { project, level, host } = filter
  return (
    <>
      <Choice
        name="project"
        label="Project"
        placeholder="Project: all"
        options={projects}
        value={project ?? null}
        width={140}
        searchable
        clearable
      />
      <Choice
        name="level"
        label="Level, and worse ones"
        placeholder="Level: any"
        options={LEVELS.map(value => ({ value, label: `${value} +` }))}
        value={level ?? null}
        width={124}
        clearable
      />
      {host && (
        <ButtonLink
          href={addressOf('/errors/live', { ...filter, host: undefined })}
          size="compact-sm"
          h={30}
          fw={400}
          aria-label={`Not only the host ${host}`}
        >
          Host: {host} ✕
        </ButtonLink>
      )}
    </>
  )
}
