'use client'
import { Input, SegmentedControl, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Markdown } from '#app/_ui/markdown.tsx'
import type { DraftForm } from '#app/(signed-in)/monitors/_editor/draft-form.ts'
import classes from '#app/(signed-in)/monitors/_editor/editor.module.css'

/** What to do when it fires, as markdown that can be seen as it will be read. */
export function RunbookField({ form }: { form: DraftForm }) {
  const [shown, setShown] = useState('write')
  const { runbook } = form.values

  return (
    <Input.Wrapper
      label={
        <span className={classes.runbook}>
          Runbook
          <SegmentedControl
            size="xs"
            aria-label="Runbook: write or read"
            data={[
              { value: 'write', label: 'Write' },
              { value: 'read', label: 'Preview', disabled: runbook.trim() === '' },
            ]}
            value={shown}
            onChange={setShown}
          />
        </span>
      }
      labelElement="div"
      classNames={{ label: classes.wide }}
    >
      {shown === 'read' && runbook.trim() !== '' ? (
        <div className={classes.preview}>
          <Markdown>{runbook}</Markdown>
        </div>
      ) : (
        <Textarea
          aria-label="Runbook"
          placeholder="What to do when it fires: **first** look at …"
          autosize
          minRows={3}
          maxRows={16}
          {...form.getInputProps('runbook')}
        />
      )}
    </Input.Wrapper>
  )
}
