/**
 * Monaco with TypeScript as its only language: with all of them it is 14 MB.
 * Only for the browser; import it dynamically.
 */
import '#app/_ui/editor/nonce-styles.ts'
import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/register.all'
// The list above lacks it. It comes along with the language service all the same, but only after the
// editor was made, which then has no completion.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController'
import { StandaloneServices } from 'monaco-editor/editor/standalone/browser/standaloneServices'
import 'monaco-editor/languages/definitions/typescript/register'
import * as typescript from 'monaco-editor/languages/features/typescript/register'
import { InMemoryStorageService } from 'monaco-editor/platform/storage/common/storage'
import { DARK, LIGHT } from '#app/_ui/editor/themes.ts'

export { monaco, typescript }

// Without this Monaco would run the language service in the page's own thread.
window.MonacoEnvironment = {
  getWorker(_, label) {
    return label === 'typescript'
      ? new Worker(new URL('./script.worker.ts', import.meta.url), {
          type: 'module',
        })
      : new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), {
          type: 'module',
        })
  },
}

// Completion shows a method's help only to those who have opened it before; here everyone has.
const storageService = new InMemoryStorageService()
storageService.store('expandSuggestionDocs', true, 0, 0)
StandaloneServices.initialize({ storageService })

monaco.editor.defineTheme('belfry-light', LIGHT)
monaco.editor.defineTheme('belfry-dark', DARK)

/** TypeScript's number for "every file is a module", which lets `await` stand at the top. */
const FORCE_MODULES = 3

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
typescript.typescriptDefaults.setModeConfiguration({
  ...typescript.typescriptDefaults.modeConfiguration,
  // The language service sees other words than the author (as-module.ts), which it would format.
  documentRangeFormattingEdits: false,
  onTypeFormattingEdits: false,
})
