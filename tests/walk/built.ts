import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '#tests/flows/product.ts'

export interface BuiltAction {
  id: string
  /** the file and the name under which it is exported */
  what: string
  /** a path of a page that uses it */
  page: string
}

/** What Next lists of the build itself, so that nothing can be forgotten here. */
export function readBuilt() {
  const paths = read<Record<string, string>>('app-path-routes-manifest.json')
  const ending = (end: string) =>
    Object.entries(paths).flatMap(([file, path]) => (file.endsWith(end) ? [path] : []))

  return {
    routes: ending('/route').filter(path => path !== '/icon.svg'),
    pages: ending('/page').filter(path => !path.startsWith('/_')),
    actions: builtActions(paths),
  }
}

interface Reference {
  filename: string
  exportedName: string
  workers: Record<string, unknown>
}

function builtActions(paths: Record<string, string>): BuiltAction[] {
  const { node } = read<{ node: Record<string, Reference> }>(
    'server/server-reference-manifest.json',
  )
  return Object.entries(node).map(([id, { filename, exportedName, workers }]) => {
    const [worker = ''] = Object.keys(workers)
    return {
      id,
      what: `${filename} ${exportedName}`,
      page: paths[worker.slice('app'.length)] ?? '',
    }
  })
}

const read = <T>(file: string): T =>
  JSON.parse(readFileSync(join(ROOT, '.next', file), 'utf8')) as T
