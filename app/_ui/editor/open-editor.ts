import { LOOK, themeOf } from '#app/_ui/editor/look.ts'
import { goTo, markProblems } from '#app/_ui/editor/marks.ts'
import { monaco, typescript } from '#app/_ui/editor/monaco.ts'
import { type FindPaths, offerPaths } from '#app/_ui/editor/path-completion.ts'
import type { Problem } from '#app/_ui/editor/problem.ts'

export interface EditorOptions {
  value: string
  dark: boolean
  onChange(value: string): void
  /** Ctrl-Enter and Ctrl-S, which Monaco would keep for itself */
  onTest(): void
  onSave(): void
  findPaths: FindPaths
}

export type OpenEditor = ReturnType<typeof openEditor>

const SCRIPT_LOOK = {
  ...LOOK,
  quickSuggestions: { other: true, comments: false, strings: true },
  ariaLabel: 'Script',
} as const

/** Opens Monaco on an element. Everything it holds is given back by `dispose`. */
export function openEditor(host: HTMLElement, options: EditorOptions) {
  const model = monaco.editor.createModel(
    options.value,
    'typescript',
    monaco.Uri.parse('file:///script.ts'),
  )
  const editor = monaco.editor.create(host, { ...SCRIPT_LOOK, model, theme: themeOf(options.dark) })
  const held = [
    model,
    editor,
    model.onDidChangeContent(() => options.onChange(model.getValue())),
    editor.addAction({
      id: 'belfry.test',
      label: 'Test run',
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      run: options.onTest,
    }),
    editor.addAction({
      id: 'belfry.save',
      label: 'Save',
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS],
      run: options.onSave,
    }),
    offerPaths(options.findPaths),
  ]
  // Columns are measured; what was measured before the font arrived is wrong.
  void document.fonts.ready.then(() => monaco.editor.remeasureFonts())

  return {
    replace(script: string) {
      const all = { range: model.getFullModelRange(), text: script }
      model.pushEditOperations([], [all], () => null)
    },
    setDark: (dark: boolean) => monaco.editor.setTheme(themeOf(dark)),
    showProblems: (problems: Problem[]) => markProblems(model, problems),
    goTo: (line: number) => goTo(editor, line),
    dispose() {
      for (const each of held) each.dispose()
    },
  }
}

/** Tells the language service which names and types a script has in its scope. */
export function declare(declarations: string) {
  typescript.typescriptDefaults.setExtraLibs([
    { content: declarations, filePath: 'file:///belfry.d.ts' },
  ])
}
