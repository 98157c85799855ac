import type { editor } from 'monaco-editor/editor'

/** What all editors here have in common. */
export const LOOK: editor.IStandaloneEditorConstructionOptions = {
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
  tabSize: 2,
  wordBasedSuggestions: 'off',
}

export const themeOf = (dark: boolean) => (dark ? 'belfry-dark' : 'belfry-light')
