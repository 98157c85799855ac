import { monaco, typescript } from '#app/_ui/editor/monaco.ts'
import { type FindPaths, offerPaths } from '#app/_ui/editor/path-completion.ts'

export interface Problem {
  message: string
  /** line of the script, from 1 */
  line: number
}

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

const LOOK: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  fixedOverflowWidgets: true,
  fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSize: 13,
  lineHeight: 21,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 16,
  folding: false,
  minimap: { enabled: false },
  stickyScroll: { enabled: false },
  colorDecorators: false,
  bracketPairColorization: { enabled: false },
  overviewRulerLanes: 0,
  padding: { top: 12, bottom: 12 },
  renderLineHighlight: 'line',
  renderLineHighlightOnlyWhenFocus: true,
  scrollBeyondLastLine: false,
  scrollbar: { alwaysConsumeMouseWheel: false },
  suggest: { showWords: false, preview: false, showStatusBar: false },
  quickSuggestions: { other: true, comments: false, strings: true },
  tabSize: 2,
  wordBasedSuggestions: 'off',
  ariaLabel: 'Script',
}

/** Opens Monaco on an element. Everything it holds is given back by `dispose`. */
export function openEditor(host: HTMLElement, options: EditorOptions) {
  const model = monaco.editor.createModel(
    options.value,
    'typescript',
    monaco.Uri.parse('file:///script.ts'),
  )
  const editor = monaco.editor.create(host, { ...LOOK, model, theme: themeOf(options.dark) })
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
    showProblems(problems: Problem[]) {
      monaco.editor.setModelMarkers(
        model,
        'belfry',
        problems.map(problem => markerOf(model, problem)),
      )
    },
    goTo(line: number) {
      const known = Math.min(line, model.getLineCount())
      editor.setPosition({
        lineNumber: known,
        column: model.getLineFirstNonWhitespaceColumn(known) || 1,
      })
      editor.revealLineInCenterIfOutsideViewport(known)
      editor.focus()
    },
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

const themeOf = (dark: boolean) => (dark ? 'belfry-dark' : 'belfry-light')

function markerOf(model: monaco.editor.ITextModel, { message, line }: Problem) {
  const known = Math.min(Math.max(line, 1), model.getLineCount())
  return {
    severity: monaco.MarkerSeverity.Error,
    message,
    startLineNumber: known,
    startColumn: model.getLineFirstNonWhitespaceColumn(known) || 1,
    endLineNumber: known,
    endColumn: model.getLineMaxColumn(known),
  }
}
