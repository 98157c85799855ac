import fs from 'node:fs'
import promises, { open } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import type { Watch } from '#tests/kill-points/doors/door.ts'

/** What is written survives with `fsync`, and gets its name with `rename PATH`. */
export async function watchDisk({ isFatal, die }: Watch): Promise<void> {
  const file = await open(import.meta.filename)
  const files = Object.getPrototypeOf(file) as typeof file
  await file.close()
  for (const sync of ['sync', 'datasync'] as const) {
    const original = files[sync]
    files[sync] = async function () {
      const isLast = isFatal({ door: 'disk', says: ['fsync'] })
      await original.call(this)
      if (isLast) die()
    }
  }

  const isLast = (to: fs.PathLike) => isFatal({ door: 'disk', says: [`rename ${to}`] })
  const { renameSync } = fs
  fs.renameSync = (from, to) => {
    const isFatal = isLast(to)
    renameSync(from, to)
    if (isFatal) die()
  }
  const { rename } = promises
  promises.rename = async (from, to) => {
    const isFatal = isLast(to)
    await rename(from, to)
    if (isFatal) die()
  }
  syncBuiltinESMExports()
}
