import { statfs } from 'node:fs/promises'

/** What a process tells of the machine that it is on. */
export interface Machine {
  /** resident, of the process */
  memoryBytes: number
  /** of the data folder; null without one */
  disk: { freeBytes: number; bytes: number } | null
}

/** Answers what is known at once: a disk that does not answer must not hold up a beat. */
export function openMachine(dataFolder: string): () => Machine {
  let disk: Machine['disk'] = null
  let isLooking = false

  async function look() {
    if (isLooking) return
    isLooking = true
    disk = await statfs(dataFolder).then(
      ({ bavail, blocks, bsize }) => ({ freeBytes: bavail * bsize, bytes: blocks * bsize }),
      () => null,
    )
    isLooking = false
  }

  void look()
  return () => {
    void look()
    return { memoryBytes: process.memoryUsage.rss(), disk }
  }
}
