/** Parts of Monaco that it ships without types, as far as they are used here. */

declare module 'monaco-editor/platform/storage/common/storage' {
  export class InMemoryStorageService {
    /** scope 0: of the profile, target 0: of the user */
    store(key: string, value: boolean, scope: 0, target: 0): void
  }
}

declare module 'monaco-editor/editor/standalone/browser/standaloneServices' {
  export const StandaloneServices: {
    /** Only the first call counts; making an editor or a theme is one. */
    initialize(services: { storageService: unknown }): void
  }
}

declare module 'monaco-editor/language/typescript/ts.worker.js' {
  export class TypeScriptWorker {
    constructor(context: unknown, data: unknown)
    _getScriptText(file: string): string | undefined
  }
  export function initialize(create: (context: unknown, data: unknown) => TypeScriptWorker): void

  interface Node {
    expression?: Node
    getStart(file: Node): number
  }
  export const ts: {
    typescript: {
      createSourceFile(name: string, text: string, target: number): Node
      forEachChild(node: Node, visit: (child: Node) => void): void
      isFunctionLike(node: Node): boolean
      isReturnStatement(node: Node): boolean
    }
  }
}
