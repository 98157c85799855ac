/**
 * Monaco with TypeScript as its only language: with all of them it is 14 MB.
 * Only for the browser; import it dynamically.
 */
import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/register.all'
// The list above lacks it. It comes along with the language service all the same, but only after the
// editor was made, which then has no completion.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController'
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
