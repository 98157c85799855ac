'use client'

import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import Link from 'next/link'
import { type SubmitEvent, useState } from 'react'
import { titleOf } from '#app/_ui/panel-body/title.ts'
import { useAction } from '#app/_ui/use-action.ts'
import { useFound } from '#app/_ui/use-found.ts'
import { putOnDashboard } from '#app/(signed-in)/dashboards/actions.ts'
import type { Panel } from '#lib/charts/panel.ts'

const NEW = 'new'

interface Offered {
  id: number
  name: string
  /** changed in belfry.yaml only */
  declared: boolean
}

interface Props {
  panel: Panel
  onClose(): void
}

/** Asks which dashboard a chart is put on, and what it is called there. */
export function AddDialog({ panel, onClose }: Props) {
  const { found, isLoading, search } = useFound<Offered>('/api/dashboards')
  const { isBusy, act } = useAction()
  const [chosen, setChosen] = useState<string | null>(null)
  const [name, setName] = useState('')
  const [title, setTitle] = useState(panel.title)
  const dashboard = chosen === NEW ? name.trim() : Number(chosen)

  const add = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    act(
      () => putOnDashboard({ dashboard, panel: { ...panel, title } }),
      ({ id }) => {
        onClose()
        notifications.show({
          message: (
            <>
              It is on the dashboard now. <Link href={`/dashboards/${id}`}>Open the dashboard</Link>
            </>
          ),
        })
      },
    )
  }

  return (
    <Modal opened onClose={onClose} title="Add to a dashboard">
      <form onSubmit={add}>
        <Stack gap="sm">
          <Select
            data-autofocus
            label="Dashboard"
            placeholder={isLoading ? 'Loading …' : 'Choose one'}
            data={[
              { value: NEW, label: 'New dashboard …' },
              ...found
                .filter(({ declared }) => !declared)
                .map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
            value={chosen}
            onChange={setChosen}
            onSearchChange={search}
            searchable
            allowDeselect={false}
            nothingFoundMessage="No dashboard of that name"
          />
          {chosen === NEW && (
            <TextInput
              label="Its name"
              maxLength={100}
              value={name}
              onChange={event => setName(event.currentTarget.value)}
            />
          )}
          <TextInput
            label="Title there"
            placeholder={titleOf(panel)}
            maxLength={100}
            value={title}
            onChange={event => setTitle(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" disabled={!dashboard} loading={isBusy}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
