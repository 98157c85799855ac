'use client'

import { Alert, Button } from '@mantine/core'
import css from '#app/(signed-in)/streams/triggers/_editor/editor.module.css'

interface Props {
  id: number
  message: string
  overwrite(): void
}

export const Conflict = ({ id, message, overwrite }: Props) => (
  <Alert
    color="orange"
    title="Someone else has saved meanwhile"
    className={css.conflict}
    role="alert"
  >
    {message}
    <div className={css.choices}>
      <Button component="a" href={`/streams/triggers/${id}/versions`} target="_blank">
        See their changes
      </Button>
      <Button component="a" href={`/streams/triggers/${id}/edit`}>
        Drop mine and edit theirs
      </Button>
      <Button color="red" variant="light" onClick={overwrite}>
        Save mine as the newest version
      </Button>
    </div>
  </Alert>
)
