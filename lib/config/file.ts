import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { type Configuration, configurationIn } from '#lib/config/declarations.ts'
import { readDocument } from '#lib/config/document.ts'
import { UserError } from '#lib/failures.ts'

/** Far above any file that people write, far below what hurts. */
const MAX_BYTES = 5 * 1024 * 1024

/** Reads and checks a configuration file. Throws a UserError that names file, line and key. */
export function readConfiguration(
  file: string,
  variables: Record<string, string | undefined> = process.env,
): Configuration {
  const document = readDocument(readText(file, file), file, variables)
  return configurationIn(document, name => readScript(file, name))
}

/** A script beside the configuration file; nothing outside of that one's folder is read. */
function readScript(configFile: string, name: string): string {
  const folder = realpathSync(dirname(resolve(configFile)))
  const path = realPath(resolve(folder, name), name)
  if (!path.startsWith(folder + sep))
    throw new UserError(`${name} lies outside of the configuration file's folder`)
  return readText(path, name)
}

function realPath(path: string, name: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    throw unreadable(name, error)
  }
}

function readText(path: string, name: string): string {
  try {
    const { size } = statSync(path)
    if (size > MAX_BYTES) throw new UserError(`${name} is larger than 5 MiB`)
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw unreadable(name, error)
  }
}

function unreadable(name: string, error: unknown): unknown {
  if (error instanceof UserError) return error
  const { code } = error as NodeJS.ErrnoException
  return new UserError(
    code === 'ENOENT' ? `${name} does not exist` : `${name} cannot be read (${code})`,
  )
}
