import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { log } from '#lib/log.ts'
import { replaceFile } from '#lib/relay/spool/durable.ts'

const place = z.object({ segment: z.int().min(0), offset: z.int().min(0) })
/** Where a frame ends in a spool. */
export type Place = z.output<typeof place>

const progress = place.extend({
  claim: z.object({ centre: z.string(), isOnly: z.boolean(), to: place }).nullable(),
})
/**
 * Up to where everything was taken; and to whom, up to where, what follows may have been sent. `isOnly`: there was no other
 * centre then.
 */
export type Progress = z.output<typeof progress>

const BEGINNING: Progress = { segment: 0, offset: 0, claim: null }
const FILE = 'place.json'

export const isBefore = (a: Place, b: Place): boolean =>
  a.segment < b.segment || (a.segment === b.segment && a.offset < b.offset)

/** What cannot be read is sent again from the beginning: each unit is counted once. */
export async function readProgress(folder: string): Promise<Progress> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => null)
  if (text === null) return BEGINNING
  try {
    return progress.parse(JSON.parse(text))
  } catch {
    log.warn(
      { folder },
      'how far the relay had sent cannot be read; it sends all that is there again',
    )
    return BEGINNING
  }
}

export const saveProgress = (folder: string, progress: Progress): Promise<void> =>
  replaceFile(join(folder, FILE), JSON.stringify(progress))
