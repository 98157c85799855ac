'use client'

import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconChevronRight, IconX } from '@tabler/icons-react'
import type { FormValues } from '#app/_ui/plugin-form/values.ts'
import type { Kind } from '#app/(signed-in)/streams/pipelines/_editor/kinds.ts'
import css from '#app/(signed-in)/streams/pipelines/_editor/step.module.css'
import { StepFields } from '#app/(signed-in)/streams/pipelines/_editor/step-fields.tsx'
import { type EditedStep, inShort } from '#app/(signed-in)/streams/pipelines/_editor/steps.ts'

interface Props {
  /** from 0 */
  at: number
  step: EditedStep
  kind: Kind | undefined
  isLast: boolean
  isOpen: boolean
  readOnly: boolean
  declarations: string
  /** by their path in the step */
  problems: Record<string, string>
  toggle(): void
  change(values: FormValues): void
  move(by: -1 | 1): void
  remove(): void
  onSave(): void
}

/** One handler: what it is and, when it is open, its settings. */
export function StepCard({ at, step, kind, isOpen, readOnly, problems, ...on }: Props) {
  const label = kind?.label ?? step.name
  const name = `${label}, ${at + 1}.`
  const isWrong = Object.keys(problems).length > 0
  return (
    <li className={css.step} data-wrong={isWrong || undefined}>
      <div className={css.head}>
        <button type="button" className={css.toggle} aria-expanded={isOpen} onClick={on.toggle}>
          <IconChevronRight size={14} className={css.chevron} aria-hidden />
          <span className={css.at}>{at + 1}</span>
          <strong>{label}</strong>
          <span className={css.short}>{isOpen ? kind?.description : inShort(step)}</span>
        </button>
        {!readOnly && (
          <span className={css.tools}>
            <Tool label={`Move up: ${name}`} disabled={at === 0} act={() => on.move(-1)}>
              <IconArrowUp size={14} />
            </Tool>
            <Tool label={`Move down: ${name}`} disabled={on.isLast} act={() => on.move(1)}>
              <IconArrowDown size={14} />
            </Tool>
            <Tool label={`Remove: ${name}`} act={on.remove}>
              <IconX size={14} />
            </Tool>
          </span>
        )}
      </div>
      {isWrong && !isOpen && (
        <p role="alert" className={css.wrong}>
          {Object.entries(problems).map(([path, text]) => `${path.replace('params.', '')} ${text}`)}
        </p>
      )}
      {isOpen && (
        <StepFields
          {...{ step, kind, readOnly, problems }}
          declarations={on.declarations}
          change={on.change}
          onSave={on.onSave}
        />
      )}
    </li>
  )
}

interface ToolProps {
  label: string
  disabled?: boolean
  act(): void
  children: React.ReactNode
}

const Tool = ({ label, disabled, act, children }: ToolProps) => (
  <ActionIcon variant="subtle" color="gray" {...{ disabled }} aria-label={label} onClick={act}>
    {children}
  </ActionIcon>
)
