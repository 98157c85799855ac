'use client'

import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Problems } from '#app/_ui/editor/use-saving.tsx'
import css from '#app/(signed-in)/streams/pipelines/_editor/editor.module.css'
import type { Kind } from '#app/(signed-in)/streams/pipelines/_editor/kinds.ts'
import { StepCard } from '#app/(signed-in)/streams/pipelines/_editor/step-card.tsx'
import {
  type EditedStep,
  editedStep,
  moved,
} from '#app/(signed-in)/streams/pipelines/_editor/steps.ts'

interface Props {
  kinds: Kind[]
  steps: EditedStep[]
  problems: Problems
  readOnly: boolean
  declarations: string
  change(change: (steps: EditedStep[]) => EditedStep[]): void
  onSave(): void
}

/** The handlers in their order; one of them is open. */
export function StepList({ kinds, steps, problems, readOnly, declarations, ...on }: Props) {
  const [open, setOpen] = useState<number | null>(steps.length === 1 ? (steps[0]?.key ?? 0) : null)

  function add(name: string) {
    const step = editedStep(kinds, { name, params: {} })
    on.change(before => [...before, step])
    setOpen(step.key)
  }

  return (
    <div>
      {steps.length === 0 && <p className={css.none}>It has no handlers: nothing is done.</p>}
      <ol className={css.steps} aria-label="Handlers">
        {steps.map((step, at) => (
          <StepCard
            key={step.key}
            {...{ at, step, readOnly, declarations }}
            kind={kinds.find(({ id }) => id === step.name)}
            isLast={at === steps.length - 1}
            isOpen={open === step.key}
            problems={below(problems.fields, `handlers.${at}`)}
            toggle={() => setOpen(open === step.key ? null : step.key)}
            change={values =>
              on.change(all => all.map(one => (one.key === step.key ? { ...one, values } : one)))
            }
            move={by => on.change(all => moved(all, at, at + by))}
            remove={() => on.change(all => all.filter(({ key }) => key !== step.key))}
            onSave={on.onSave}
          />
        ))}
      </ol>
      {!readOnly && (
        <Menu position="bottom-start" width={360}>
          <Menu.Target>
            <Button leftSection={<IconPlus size={14} />}>Add a handler</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {kinds.map(({ id, label, description }) => (
              <Menu.Item key={id} onClick={() => add(id)}>
                <strong>{label}</strong>
                <span className={css.about}>{description}</span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
}

/** Complaints about one place and what stands below it, by their path from there. */
const below = (fields: Record<string, string>, place: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([path, text]) =>
      path === place || path.startsWith(`${place}.`) ? [[path.slice(place.length + 1), text]] : [],
    ),
  )
