import { monaco } from '#app/_ui/editor/monaco.ts'
import type { Problem } from '#app/_ui/editor/problem.ts'

/** Marks these places of the text, and no others. */
export function markProblems(model: monaco.editor.ITextModel, problems: readonly Problem[]) {
  monaco.editor.setModelMarkers(
    model,
    'belfry',
    problems.map(problem => markerOf(model, problem)),
  )
}

/** Shows a place and puts the cursor there; without a column, where the line's words begin. */
export function goTo(editor: monaco.editor.ICodeEditor, line: number, column?: number) {
  const model = editor.getModel()
  if (!model) return
  const known = Math.min(line, model.getLineCount())
  editor.setPosition({ lineNumber: known, column: column ?? beginOf(model, known) })
  editor.revealLineInCenterIfOutsideViewport(known)
  editor.focus()
}

function markerOf(model: monaco.editor.ITextModel, { message, line, column }: Problem) {
  const known = Math.min(Math.max(line, 1), model.getLineCount())
  return {
    severity: monaco.MarkerSeverity.Error,
    message,
    startLineNumber: known,
    startColumn: column ?? beginOf(model, known),
    endLineNumber: known,
    endColumn: model.getLineMaxColumn(known),
  }
}

const beginOf = (model: monaco.editor.ITextModel, line: number) =>
  model.getLineFirstNonWhitespaceColumn(line) || 1
