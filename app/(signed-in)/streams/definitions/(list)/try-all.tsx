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
  const choice = projects.length > 1 && (
    <Select
      aria-label="Project whose definitions are tried"
      w={200}
      data={projects}
      value={project}
      allowDeselect={false}
      searchable
      onChange={name => setProject(name ?? project)}
    />
  )
  return (
    <div className={css.try}>
      <TryPanel project={project} choice={choice} />
    </div>
  )
}
