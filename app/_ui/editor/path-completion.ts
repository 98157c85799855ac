import { monaco } from '#app/_ui/editor/monaco.ts'

export interface PathNode {
  /** the whole path */
  path: string
  /** a series, not a folder */
  leaf: boolean
}

/** Asks a source for the nodes below a path; an empty answer for a source that has none. */
export type FindPaths = (source: string, query: string) => Promise<PathNode[]>

/** An open text that is the first argument of a source's method: source, quote, what is typed. */
const OPEN_PATH =
  /\bsources(?:\.(?<name>\w+)|\[['"](?<key>[\w-]+)['"]\])\.\w+\(\s*['"`](?<typed>[^'"`]*)$/
/** The last path in it, for it may stand inside functions: `sumSeries(stats.resp`. */
const LAST_PATH = /[\w.*{}-]*$/

/** Completes metric paths from the tree of the source itself, one level at a time. */
export function offerPaths(find: FindPaths) {
  return monaco.languages.registerCompletionItemProvider('typescript', {
    triggerCharacters: ['.', "'", '"', '`', '('],
    async provideCompletionItems(model, position) {
      const line = model.getLineContent(position.lineNumber).slice(0, position.column - 1)
      const { name, key, typed } = OPEN_PATH.exec(line)?.groups ?? {}
      const source = name ?? key
      if (!source || typed === undefined) return { suggestions: [] }

      const path = LAST_PATH.exec(typed)?.[0] ?? ''
      const parent = path.slice(0, path.lastIndexOf('.') + 1)
      const nodes = await find(source, `${parent}*`)
      const range = new monaco.Range(
        position.lineNumber,
        position.column - (path.length - parent.length),
        position.lineNumber,
        position.column,
      )
      return { suggestions: nodes.map(node => itemOf(node, range)) }
    },
  })
}

function itemOf({ path, leaf }: PathNode, range: monaco.Range): monaco.languages.CompletionItem {
  const name = path.slice(path.lastIndexOf('.') + 1)
  return {
    label: { label: name, description: leaf ? 'series' : 'folder' },
    kind: leaf
      ? monaco.languages.CompletionItemKind.Value
      : monaco.languages.CompletionItemKind.Folder,
    insertText: leaf ? name : `${name}.`,
    range,
    detail: path,
    ...(leaf ? {} : { command: { id: 'editor.action.triggerSuggest', title: '' } }),
  }
}
