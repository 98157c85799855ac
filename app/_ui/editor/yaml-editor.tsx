'use client'
import { useComputedColorScheme } from '@mantine/core'
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import classes from '#app/_ui/editor/editor.module.css'
import type { OpenYaml } from '#app/_ui/editor/open-yaml.ts'
import type { Problem } from '#app/_ui/editor/problem.ts'

export interface YamlEditorHandle {
  /** Shows a place and puts the cursor there. */
  goTo(problem: Problem): void
}

interface Props {
  defaultValue: string
  label: string
  problems: readonly Problem[]
  onChange(value: string): void
  onSave(): void
  ref?: Ref<YamlEditorHandle>
}

/**
 * The editor of a text in YAML, with marks where something is wrong. Until Monaco is there, and where it cannot load,
 * the text stands in a plain text area. The editor holds the text: another one takes another `key`.
 */
export function YamlEditor({ defaultValue, label, problems, ref, ...props }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const [plain, setPlain] = useState(defaultValue)
  const [editor, setEditor] = useState<OpenYaml | null>(null)
  const dark = useComputedColorScheme('light') === 'dark'
  const latest = useRef({ ...props, label, dark, plain })
  useEffect(() => {
    latest.current = { ...props, label, dark, plain }
  })

  useEffect(() => {
    let closed = false
    let opened: OpenYaml | undefined
    import('#app/_ui/editor/open-yaml.ts').then(
      ({ openYaml }) => {
        if (closed || !host.current) return
        const { label, dark, plain } = latest.current
        opened = openYaml(host.current, {
          ...{ label, dark, value: plain },
          onChange: text => latest.current.onChange(text),
          onSave: () => latest.current.onSave(),
        })
        setEditor(opened)
      },
      (error: unknown) => console.error('The editor could not be loaded.', error),
    )
    return () => {
      closed = true
      opened?.dispose()
      setEditor(null)
    }
  }, [])

  useEffect(() => editor?.setDark(dark), [editor, dark])
  useEffect(() => editor?.showProblems(problems), [editor, problems])
  useImperativeHandle(ref, () => ({ goTo: problem => editor?.goTo(problem) }))

  const change = (text: string) => {
    setPlain(text)
    props.onChange(text)
  }
  return (
    <div className={classes.frame} data-testid="yaml" data-ready={editor !== null}>
      {editor === null && (
        <textarea
          className={classes.plain}
          aria-label={label}
          spellCheck={false}
          value={plain}
          onChange={event => change(event.currentTarget.value)}
        />
      )}
      <div ref={host} className={classes.host} />
    </div>
  )
}
