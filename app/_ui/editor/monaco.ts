/**
 * Monaco with what the editor of a monitor needs, and no more: the whole of it is 14 MB.
 * Only for the browser; import it dynamically.
 */
import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/caretOperations/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/codeAction/register'
import 'monaco-editor/features/codeEditor/register'
import 'monaco-editor/features/codicon/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/contextmenu/register'
import 'monaco-editor/features/cursorUndo/register'
import 'monaco-editor/features/diffEditor/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/folding/register'
import 'monaco-editor/features/format/register'
import 'monaco-editor/features/gotoError/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/indentation/register'
import 'monaco-editor/features/lineSelection/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/parameterHints/register'
import 'monaco-editor/features/quickCommand/register'
import 'monaco-editor/features/rename/register'
import 'monaco-editor/features/smartSelect/register'
import 'monaco-editor/features/snippet/register'
import 'monaco-editor/features/suggest/register'
import 'monaco-editor/features/toggleTabFocusMode/register'
import 'monaco-editor/features/tokenization/register'
import 'monaco-editor/features/wordHighlighter/register'
import 'monaco-editor/features/wordOperations/register'
import 'monaco-editor/languages/definitions/typescript/register'
import * as typescript from 'monaco-editor/languages/features/typescript/register'
import { DARK, LIGHT } from '#app/_ui/editor/themes.ts'

export { monaco, typescript }

// Without this Monaco would run the language service in the page's own thread.
window.MonacoEnvironment = {
  getWorker(_, label) {
    return label === 'typescript'
      ? new Worker(new URL('monaco-editor/language/typescript/ts.worker.js', import.meta.url), {
          type: 'module',
        })
      : new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), {
          type: 'module',
        })
  },
}

monaco.editor.defineTheme('belfry-light', LIGHT)
monaco.editor.defineTheme('belfry-dark', DARK)

/** TypeScript's number for "every file is a module", which lets `await` stand at the top. */
const FORCE_MODULES = 3

/** A script is the body of an async function, so `return` at the top (1108) is right. */
const RIGHT_IN_A_BODY = [1108]

typescript.typescriptDefaults.setCompilerOptions({
  allowNonTsExtensions: true,
  target: typescript.ScriptTarget.ESNext,
  module: typescript.ModuleKind.ESNext,
  moduleDetection: FORCE_MODULES,
  // No `dom`: what a browser or Node offers is not in a script's scope.
  lib: ['esnext'],
  types: [],
  strict: true,
  erasableSyntaxOnly: true,
  noEmit: true,
})
typescript.typescriptDefaults.setDiagnosticsOptions({ diagnosticCodesToIgnore: RIGHT_IN_A_BODY })
