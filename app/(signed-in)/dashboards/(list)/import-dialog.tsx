'use client'

import { Button, Checkbox, FileButton, Group, Modal, Stack, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { type SubmitEvent, useState, useTransition } from 'react'
import { reached } from '#app/_ui/reached.ts'
import css from '#app/(signed-in)/dashboards/(list)/list.module.css'
import { importYaml } from '#app/(signed-in)/dashboards/actions.ts'

/** Takes in dashboards from a file as the export writes it. */
export function ImportDialog({ onClose }: { onClose(): void }) {
  const router = useRouter()
  const [yaml, setYaml] = useState('')
  const [replace, setReplace] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, startTransition] = useTransition()

  const change = (text: string) => {
    setYaml(text)
    setProblem(null)
  }
  const take = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    startTransition(async () => {
      const answer = await reached(importYaml({ yaml, replace }))
      if (!answer.ok) return setProblem(answer.error.message)
      const [first, ...others] = answer.data
      onClose()
      notifications.show({ message: saying(answer.data.map(({ name }) => name)) })
      if (first && others.length === 0) router.push(`/dashboards/${first.id}`)
      else router.refresh()
    })
  }

  return (
    <Modal opened onClose={onClose} title="Import dashboards" size="lg">
      <form onSubmit={take}>
        <Stack gap="sm">
          <FileButton
            accept=".yaml,.yml,text/yaml,text/plain"
            onChange={file => void file?.text().then(change)}
          >
            {props => (
              <Button {...props} className={css.file}>
                Choose a file …
              </Button>
            )}
          </FileButton>
          <Textarea
            data-autofocus
            label="YAML"
            description="As “Export as YAML” of a dashboard writes it."
            placeholder={'dashboards:\n  Checkout:\n    panels:\n      - panel: …'}
            autosize
            minRows={8}
            maxRows={18}
            spellCheck={false}
            classNames={{ input: 'mono' }}
            value={yaml}
            onChange={event => change(event.currentTarget.value)}
            error={problem && <span className={css.problem}>{problem}</span>}
          />
          <Checkbox
            label="Replace dashboards of the same name"
            description="What they were stays among their versions."
            checked={replace}
            onChange={event => setReplace(event.currentTarget.checked)}
          />
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" disabled={!yaml.trim()} loading={isBusy}>
              Import
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

const saying = (names: string[]) =>
  names.length === 1 ? `“${names[0]}” was imported.` : `${names.length} dashboards were imported.`
