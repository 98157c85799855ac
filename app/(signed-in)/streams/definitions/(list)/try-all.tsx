'use client'

import { Select } from '@mantine/core'
import { useState } from 'react'
import { TryPanel } from '#app/(signed-in)/streams/definitions/_try/try-panel.tsx'
import css from '#app/(signed-in)/streams/definitions/(list)/list.module.css'

interface Props {
  projects: string[]
  first: string
}

/** Tries notifications on all definitions of a project. */
export function TryAll({ projects, first }: Props) {
  const [project, setProject] = useState(first)
  return (
    <div className={css.try}>
      {projects.length > 1 && (
        <Select
          label="Project"
          description="Whose definitions are tried below."
          maw={320}
          data={projects}
          value={project}
          allowDeselect={false}
          searchable
          onChange={name => setProject(name ?? project)}
        />
      )}
      <TryPanel key={project} project={project} />
    </div>
  )
}
