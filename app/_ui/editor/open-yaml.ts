import 'monaco-editor/languages/definitions/yaml/register'
import { LOOK, themeOf } from '#app/_ui/editor/look.ts'
import { goTo, markProblems } from '#app/_ui/editor/marks.ts'
import { monaco } from '#app/_ui/editor/monaco.ts'
import type { Problem } from '#app/_ui/editor/problem.ts'

export interface YamlOptions {
  value: string
  label: string
  dark: boolean
  onChange(value: string): void
  /** Ctrl-S, which Monaco would keep for itself */
  onSave(): void
}

export type OpenYaml = ReturnType<typeof openYaml>

/** Opens Monaco for YAML on an element. Everything it holds is given back by `dispose`. */
export function openYaml(host: HTMLElement, options: YamlOptions) {
  const model = monaco.editor.createModel(options.value, 'yaml')
  const look = { ...LOOK, ariaLabel: options.label, theme: themeOf(options.dark) }
  const editor = monaco.editor.create(host, { ...look, model })
  const held = [
    model,
    editor,
    model.onDidChangeContent(() => options.onChange(model.getValue())),
    editor.addAction({
      id: 'belfry.save',
      label: 'Save',
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS],
      run: options.onSave,
    }),
  ]
  void document.fonts.ready.then(() => monaco.editor.remeasureFonts())

  return {
    setDark: (dark: boolean) => monaco.editor.setTheme(themeOf(dark)),
    showProblems: (problems: readonly Problem[]) => markProblems(model, problems),
    goTo: ({ line, column }: Problem) => goTo(editor, line, column),
    dispose() {
      for (const each of held) each.dispose()
    },
  }
}
