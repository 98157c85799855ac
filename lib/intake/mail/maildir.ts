import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { reasonOf, UserError } from '#lib/failures.ts'
import { readMail } from '#lib/intake/mail/message.ts'
import { BATCH, type MailStore, SOURCE_LIMIT } from '#lib/intake/mail/store.ts'

const LOOKED_EVERY_MS = 1_000

/**
 * Opens a folder in the form of Maildir (cr.yp.to/proto/maildir.html). Without `keep` all its mail is taken; with it
 * that in `new` only, which is moved to `cur` and marked as seen. Throws a UserError when it is no such folder.
 */
export async function openMaildir(
  { folder, keep }: { folder: string; keep: boolean },
  passed: ReadonlySet<string>,
): Promise<MailStore<string>> {
  const places = keep ? ['new'] : ['new', 'cur']
  const list = async (place: string) =>
    (await readdir(join(folder, place)))
      .filter(name => !name.startsWith('.'))
      .map(name => join(place, name))
  const listAll = async () => (await Promise.all(places.map(list))).flat()

  await listAll().catch(error => {
    throw new UserError(`${folder} is no Maildir: ${reasonOf(error)}`)
  })

  return {
    async next() {
      const names = (await listAll()).filter(name => !passed.has(name)).sort()
      const mails = []
      for (const id of names.slice(0, BATCH))
        mails.push({ id, mail: await readMail(await beginningOf(join(folder, id))) })
      return mails
    },
    async finish(names) {
      for (const name of names)
        if (keep) await rename(join(folder, name), join(folder, seen(name)))
        else await rm(join(folder, name), { force: true })
    },
    async discard() {
      for (const name of await listAll()) await rm(join(folder, name), { force: true })
    },
    wait: signal => delay(LOOKED_EVERY_MS, undefined, { signal }).catch(() => {}),
    close() {},
  }
}

const seen = (name: string) => `${name.replace(/^new/, 'cur').replace(/:2,[A-Z]*$/, '')}:2,S`

async function beginningOf(file: string): Promise<Uint8Array> {
  const handle = await open(file)
  try {
    const bytes = Buffer.alloc(Math.min(SOURCE_LIMIT, (await handle.stat()).size))
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0)
    return bytes.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
