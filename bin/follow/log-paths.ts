import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isRotationOf } from '#bin/follow/rotations.ts'
import { UserError } from '#lib/failures.ts'

/** The files to follow now: those given, and all `*.log` in the folders given that are no older ones of another: `a-20261122.log` of `a.log`. */
export type LogPaths = () => string[]

/** Throws a UserError for what is not there. */
export function logPaths(given: readonly string[]): LogPaths {
  const entries = given.map(path => ({ path: resolve(path), isFolder: isFolder(path) }))
  return () => [
    ...new Set(entries.flatMap(({ path, isFolder }) => (isFolder ? logsIn(path) : path))),
  ]
}

function isFolder(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) throw new UserError(`There is no ${path}.`)
  return stat.isDirectory()
}

/** A folder that is gone for a moment has no files. */
function logsIn(folder: string): string[] {
  try {
    const names = readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.name.endsWith('.log') && !entry.isDirectory())
      .map(entry => entry.name)
    return names
      .filter(name => !names.some(other => isRotationOf(name, other)))
      .map(name => join(folder, name))
  } catch {
    return []
  }
}
