import { initialize, TypeScriptWorker } from 'monaco-editor/language/typescript/ts.worker.js'
import { asModule, END_DECLARED } from '#app/_ui/editor/as-module.ts'

/** The language service, which sees a script in a form that TypeScript checks to its end. */
class ScriptWorker extends TypeScriptWorker {
  getScriptSnapshot(file: string) {
    const text = this._getScriptText(file)
    if (text === undefined) return undefined
    const seen = file.endsWith('/script.ts') ? asModule(text) : text + declaredIn(file)
    return {
      getText: (from: number, to: number) => seen.slice(from, to),
      getLength: () => seen.length,
      getChangeRange: () => undefined,
    }
  }
}

/** What the other words need, beside what a script has in its scope. */
const declaredIn = (file: string) => (file.endsWith('/belfry.d.ts') ? END_DECLARED : '')

self.onmessage = () => initialize((context, data) => new ScriptWorker(context, data))
