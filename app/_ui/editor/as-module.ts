import { ts } from 'monaco-editor/language/typescript/ts.worker.js'

const { createSourceFile, forEachChild, isFunctionLike, isReturnStatement } = ts.typescript
const ESNEXT = 99

/** What `return` becomes: as long as that word, and like it the end of the way. */
const WITH_VALUE = 'throw '
const WITHOUT = '_end()'

/** The declaration of what stands for a return without a value. */
export const END_DECLARED = 'declare function _end(): never\n'

/**
 * A script is the body of a function. TypeScript takes no `return` at the top of a module and does not even
 * look at what is returned; so it is shown a text of the same length that ends in other words there.
 */
export function asModule(script: string): string {
  if (!script.includes('return')) return script
  const file = createSourceFile('script.ts', script, ESNEXT)
  let text = script

  forEachChild(file, function visit(node) {
    if (isFunctionLike(node)) return
    if (isReturnStatement(node)) {
      const start = node.getStart(file)
      const end = node.expression ? WITH_VALUE : WITHOUT
      text = text.slice(0, start) + end + text.slice(start + end.length)
    }
    forEachChild(node, visit)
  })
  return text
}
