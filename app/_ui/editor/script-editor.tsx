'use client'
import { useComputedColorScheme } from '@mantine/core'
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import classes from '#app/_ui/editor/editor.module.css'
import type { OpenEditor } from '#app/_ui/editor/open-editor.ts'
import type { FindPaths } from '#app/_ui/editor/path-completion.ts'
import type { Problem } from '#app/_ui/editor/problem.ts'

export interface ScriptEditorHandle {
  /** Moves the cursor to a line and shows it. */
  goTo(line: number): void
  /** Puts another script in place of the one that is there; it can be undone. */
  replace(script: string): void
}

interface Props {
  defaultValue: string
  /** the TypeScript declarations of what a script has in its scope */
  declarations: string
  problems: Problem[]
  onChange(value: string): void
  onTest(): void
  onSave(): void
  findPaths: FindPaths
  ref: Ref<ScriptEditorHandle>
}

/**
 * The editor of a script. Until Monaco is there, and where it cannot load, the script stands in a
 * plain text area that can be edited too. The editor holds the text: typing is faster than rendering.
 */
export function ScriptEditor({ defaultValue, problems, ref, ...props }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const [plain, setPlain] = useState(defaultValue)
  const [editor, setEditor] = useState<OpenEditor | null>(null)
  const dark = useComputedColorScheme('light') === 'dark'
  const latest = useRef({ ...props, dark, plain })
  useEffect(() => {
    latest.current = { ...props, dark, plain }
  })

  useEffect(() => {
    let closed = false
    let opened: OpenEditor | undefined
    import('#app/_ui/editor/open-editor.ts').then(
      ({ openEditor, declare }) => {
        if (closed || !host.current) return
        declare(latest.current.declarations)
        opened = openEditor(host.current, {
          value: latest.current.plain,
          dark: latest.current.dark,
          onChange: text => latest.current.onChange(text),
          onTest: () => latest.current.onTest(),
          onSave: () => latest.current.onSave(),
          findPaths: (source, query) => latest.current.findPaths(source, query),
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

  const change = (text: string) => {
    setPlain(text)
    props.onChange(text)
  }
  useImperativeHandle(ref, () => ({
    goTo: line => editor?.goTo(line),
    replace: script => (editor ? editor.replace(script) : change(script)),
  }))

  return (
    <div className={classes.frame} data-testid="script" data-ready={editor !== null}>
      {editor === null && (
        <textarea
          className={classes.plain}
          aria-label="Script"
          spellCheck={false}
          value={plain}
          onChange={event => change(event.currentTarget.value)}
        />
      )}
      <div ref={host} className={classes.host} />
    </div>
  )
}
