import { monaco } from '#app/_ui/editor/monaco.ts'

export type OpenDiff = ReturnType<typeof openDiff>

/** Opens Monaco's comparison, read-only, on an element. */
export function openDiff(host: HTMLElement) {
  const editor = monaco.editor.createDiffEditor(host, {
    automaticLayout: true,
    readOnly: true,
    originalEditable: false,
    fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
    fontSize: 13,
    lineHeight: 21,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    renderOverviewRuler: false,
    renderValidationDecorations: 'off',
    scrollBeyondLastLine: false,
    hideUnchangedRegions: { enabled: true },
    renderSideBySideInlineBreakpoint: 720,
    ariaLabel: 'Comparison of two scripts',
  })
  let models: { dispose(): void }[] = []
  const forget = () => {
    editor.setModel(null)
    for (const model of models) model.dispose()
  }

  return {
    show(before: string, after: string) {
      forget()
      const original = monaco.editor.createModel(before, 'typescript')
      const modified = monaco.editor.createModel(after, 'typescript')
      models = [original, modified]
      editor.setModel({ original, modified })
    },
    setDark: (dark: boolean) => monaco.editor.setTheme(dark ? 'belfry-dark' : 'belfry-light'),
    dispose() {
      forget()
      editor.dispose()
    },
  }
}
