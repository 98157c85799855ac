'use client'

import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useAction } from '#app/_ui/use-action.ts'
import { tellDone } from '#app/(signed-in)/errors/_operations/done.tsx'
import { ExampleChoice } from '#app/(signed-in)/errors/_operations/example-choice.tsx'
import css from '#app/(signed-in)/errors/_operations/operations.module.css'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { lookAtSplit, split } from '#app/(signed-in)/errors/actions.ts'

/** What is to be split off: chosen errors and what is like them, or all that an expression is found in. */
export interface SplitChoice {
  events?: number[]
  regex?: string
}

interface Props {
  opened: boolean
  onClose: () => void
  id: number
}

/** Chooses what is to be a signature of its own, and shows what that takes before it is done. */
export function SplitDialog({ opened, onClose, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Split off a signature" size="xl">
      <SplitForm onClose={onClose} {...rest} />
    </Modal>
  )
}

interface Plan {
  choice: SplitChoice
  regex: string
  taken: number
  kept: number
}

function SplitForm({ id, onClose }: Omit<Props, 'opened'>) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const [by, setBy] = useState('examples')
  const [events, setEvents] = useState<readonly number[]>([])
  const [regex, setRegex] = useState('')
  const [name, setName] = useState('')
  const [plan, setPlan] = useState<Plan | null>(null)

  const choice: SplitChoice = by === 'examples' ? { events: [...events] } : { regex }
  const isChosen = by === 'examples' ? events.length > 0 : regex !== ''
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value)
      setPlan(null)
    }
  const preview = () =>
    act(
      () => lookAtSplit({ id, choice }),
      ({ taken, ...planned }) => setPlan({ ...planned, choice, taken: taken.length }),
    )

  const splitOff = (planned: Plan) =>
    act(
      () => split({ id, part: { ...planned.choice, name: name.trim() } }),
      ({ id: founded, entry, moved }) => {
        tellDone(`${moved} errors split off.`, [entry])
        onClose()
        router.push(`/errors/${founded}`)
      },
    )

  return (
    <>
      <SegmentedControl
        value={by}
        onChange={change(setBy)}
        data={[
          { value: 'examples', label: 'Choose examples' },
          { value: 'regex', label: 'By an expression' },
        ]}
      />
      {by === 'examples' ? (
        <ExampleChoice id={id} chosen={events} choose={change(setEvents)} />
      ) : (
        <TextInput
          my="sm"
          data-autofocus
          label="Expression"
          description="In RE2’s syntax; every message of the project that it is found in goes to the new signature."
          styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
          value={regex}
          onChange={({ currentTarget: { value } }) => change(setRegex)(value)}
        />
      )}
      <TextInput
        label="Name"
        description="Of the new signature; it may stay without one."
        maxLength={200}
        value={name}
        onChange={({ currentTarget: { value } }) => setName(value)}
      />
      <p className={css.note} style={{ marginTop: 12 }} aria-live="polite">
        {plan ? (
          <>
            {plan.taken} of {plan.kept} kept errors go to the new signature, and all that come later
            and fit <code className="mono">{visible(plan.regex)}</code>
          </>
        ) : (
          'Look first at what it takes.'
        )}
      </p>
      <div className={css.foot}>
        <Button onClick={onClose}>Cancel</Button>
        <Button onClick={preview} disabled={!isChosen || isBusy}>
          Preview
        </Button>
        <Button variant="filled" disabled={!plan || isBusy} onClick={() => plan && splitOff(plan)}>
          Split off
        </Button>
      </div>
    </>
  )
}
