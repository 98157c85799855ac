'use client'

import { NumberInput, Select, TextInput } from '@mantine/core'
import type { FieldsOf } from '#app/(signed-in)/dashboards/_editor/fields/panel-fields.tsx'
import type { PanelOf } from '#lib/charts/panel.ts'

/** Which errors are counted. */
export function ErrorsFields({ panel, change, problems, offers }: FieldsOf<PanelOf<'errors'>>) {
  const { project, signature } = panel
  const projects = project && !offers.projects.includes(project) ? [project] : []
  return (
    <>
      <Select
        label="Project"
        placeholder="All projects"
        data={[...offers.projects, ...projects]}
        value={project ?? null}
        onChange={chosen => change({ ...panel, project: chosen ?? undefined })}
        clearable
        searchable
      />
      <TextInput
        label="Search"
        description="In the message, the program or the host."
        placeholder="timeout"
        spellCheck={false}
        maxLength={500}
        value={panel.q}
        onChange={event => change({ ...panel, q: event.currentTarget.value })}
        error={problems.q}
      />
      <NumberInput
        label="Signature"
        description="Its number, as in the address of its page; without one: all."
        placeholder="All"
        min={1}
        allowDecimal={false}
        allowNegative={false}
        value={signature ?? ''}
        onChange={number =>
          change({ ...panel, signature: number === '' ? undefined : Number(number) })
        }
        error={problems.signature}
      />
    </>
  )
}
