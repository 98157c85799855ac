import { existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { reasonOf, UserError } from '#lib/failures.ts'
import { FILES, type Files, type Named } from '#lib/streams/transfer/files.ts'
import { collectMistakes } from '#lib/streams/transfer/mistakes.ts'
import { noWinchester, readWinchester, type Winchester } from '#lib/streams/transfer/winchester.ts'

const MAX_BYTES = 5 * 1024 * 1024

/** The configuration in a folder. Throws a UserError when there is none, or a file that is named is not there. */
export async function readFolder(
  folder: string,
): Promise<{ files: Files; winchester: Winchester }> {
  const text = textIn([folder], FILES.winchester)
  const mistakes = collectMistakes()
  const read = text && (await mistakes.of(FILES.winchester, () => readWinchester(text.text)))
  mistakes.refuse()
  const winchester = read || noWinchester()

  const paths = [
    folder,
    ...[winchester.config_path ?? []].flat().map(path => resolve(folder, path)),
  ]
  const find = (named: string | undefined, usual: string): Named | null => {
    const found = textIn(paths, named ?? usual)
    if (!found && named) throw new UserError(`${FILES.winchester}: ${named} is not there`)
    return found
  }
  const files: Files = {
    winchester: text?.text ?? null,
    triggers: find(winchester.trigger_definitions, FILES.triggers),
    pipelines: find(winchester.pipeline_config, FILES.pipelines),
    definitions: find(winchester.distiller_config, FILES.definitions),
  }
  if (Object.values(files).every(file => file === null))
    throw new UserError(`There is no ${Object.values(FILES).join(', ')} in ${folder}.`)
  return { files, winchester }
}

/** The first of these folders that has it. */
function textIn(folders: readonly string[], name: string): Named | null {
  const path = folders.map(folder => resolve(folder, name)).find(existsSync)
  if (!path) return null
  try {
    if (statSync(path).size > MAX_BYTES) throw new UserError(`${path} is larger than 5 MiB.`)
    return { file: name, text: readFileSync(path, 'utf8') }
  } catch (error) {
    throw error instanceof UserError
      ? error
      : new UserError(`${path} cannot be read: ${reasonOf(error)}`)
  }
}
