'use client'

import { Alert, Button } from '@mantine/core'
import css from '#app/_ui/editor/conflict.module.css'

interface Props {
  message: string
  /** where the versions are that others have saved; null: there are none kept */
  versions: string | null
  overwrite(): void
}

/** Somebody else has saved what is being edited: whose is to be kept. */
export const Conflict = ({ message, versions, overwrite }: Props) => (
  <Alert
    color="orange"
    title="Someone else has saved meanwhile"
    className={css.conflict}
    role="alert"
  >
    {message}
    <div className={css.choices}>
      {versions && (
        <Button component="a" href={versions} target="_blank">
          See their changes
        </Button>
      )}
      <Button onClick={() => location.reload()}>Drop mine and edit theirs</Button>
      <Button color="red" variant="light" onClick={overwrite}>
        {versions ? 'Save mine as the newest version' : 'Save mine over it'}
      </Button>
    </div>
  </Alert>
)
