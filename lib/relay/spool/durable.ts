import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file that is new, renamed or gone is so after a loss of power, too, once its folder was written. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a whole file, so that whatever happens there is the old one or the new one. */
export async function replaceFile(path: string, content: string | Buffer): Promise<void> {
  const handle = await open(`${path}.new`, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  await rename(`${path}.new`, path)
  await syncFolder(dirname(path))
}
