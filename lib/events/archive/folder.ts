import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { dateOf } from '#lib/events/archive/names.ts'
import type { Place, Placed } from '#lib/events/archive/place.ts'
import { RemoteError, reasonOf } from '#lib/failures.ts'

/** Day files in a folder. */
export function openFolder(folder: string): Place {
  const at = (path: string) => join(folder, path)

  async function filesOf(day: string): Promise<Placed[]> {
    const names = await namesIn(at(day))
    const found = await Promise.all(
      names.sort().map(async name => {
        const stats = await stat(join(at(day), name)).catch(orNull)
        return stats?.isFile() ? [{ name, bytes: stats.size }] : []
      }),
    )
    return found.flat()
  }

  return {
    address: folder,
    days: () =>
      telling(folder, async () =>
        (await namesIn(folder)).filter(name => dateOf(name) !== null).sort(),
      ),
    files: day => telling(folder, () => filesOf(day)),
    read: async path => createReadStream(at(path)),
    write: (path, chunks) => telling(folder, () => writeWhole(at(path), chunks)),
    remove: path => telling(folder, () => rm(at(path))),
    removeDay: day => telling(folder, () => rm(at(day), { recursive: true, force: true })),
    close() {},
  }
}

const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(orNull)) ?? []

/** Beside it first, so that a crash leaves no half of a file under its name. */
async function writeWhole(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const beside = `${path}.tmp`
  await mkdir(dirname(path), { recursive: true })
  const file = await open(beside, 'w')
  let bytes = 0
  try {
    for await (const chunk of chunks) {
      await file.appendFile(chunk)
      bytes += chunk.length
    }
    await file.sync()
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  } finally {
    await file.close()
  }
  await rename(beside, path)
  // The names too, and the day's own, are to survive a loss of power.
  for (const folder of [dirname(path), dirname(dirname(path))]) await syncFolder(folder)
  return bytes
}

async function syncFolder(folder: string): Promise<void> {
  const file = await open(folder)
  await file.sync().finally(() => file.close())
}

function orNull(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
  throw error
}

/** What the file system says is said of the archive; what comes from elsewhere is left as it is. */
async function telling<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    throw new RemoteError(`The archive in ${folder} failed: ${reasonOf(error)}`, { cause: error })
  }
}
