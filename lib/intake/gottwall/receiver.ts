import { type Holder, signerOf } from '#lib/intake/gottwall/credentials.ts'
import { isRefused, ownUpdate } from '#lib/intake/gottwall/own.ts'
import { readHeader } from '#lib/intake/gottwall/signature.ts'
import type { ListenerContext } from '#lib/intake/listener.ts'
import { jsonOf } from '#lib/intake/untrusted.ts'
import type { Key } from '#lib/projects/look-ups.ts'
import { DEFAULT_PROJECT, type Project } from '#lib/projects/schema.ts'

/** What is known of a sender once its header was read. */
export interface Sender {
  /** as it stood then */
  project: Project
  /** Whether its keys are still good; a connection may live long. */
  isWelcome(): boolean
  /** Takes the JSON of one message. */
  take(message: Buffer): void
}

/** Reads headers and messages of GottWall's clients, and counts what they say. */
export function openReceiver({ directory, metrics }: ListenerContext) {
  let version = 0
  directory.onChange(() => {
    version++
  })

  /** The sender that a signed header names, or null when there is none, or its signature is wrong. */
  function senderOf(text: string): Sender | null {
    const header = readHeader(text)
    const project = header?.project === undefined ? undefined : directory.named(header.project)
    if (!header || !project) return refused()
    const holder: Holder = { project, keys: directory.keysOf(project.id) }
    const key = signerOf(header, holder, Date.now() / 1000)
    if (!key) return refused(project)
    directory.used(key)
    const current = following(project, key)
    return {
      project,
      isWelcome: () => current() !== undefined,
      take(message) {
        const known = current()
        if (known) take(known, message)
        else refused()
      },
    }
  }

  /** The project as it stands now; undefined when it is gone, or the key is revoked. */
  function following(project: Project, key: Key): () => Project | undefined {
    let seen = version
    let known: Project | undefined = project
    return () => {
      if (seen === version) return known
      seen = version
      const isGood = directory.keysOf(project.id).some(({ id }) => id === key.id)
      known = isGood ? directory.byId(project.id) : undefined
      return known
    }
  }

  /** Counts somebody who is not let in, with the project that was named if there is one. */
  function refused(project = directory.byId(DEFAULT_PROJECT)): null {
    if (project) metrics.drop(project, 'gottwall', 'unauthorized')
    return null
  }

  function take(project: Project, message: Buffer) {
    const read = ownUpdate(project, jsonOf(message.toString()), { now: Date.now() / 1000 })
    if (isRefused(read)) metrics.drop(project, 'gottwall', read.reason)
    else metrics.offer(project, 'gottwall', read, message.length)
  }

  return { senderOf, refused }
}

export type Receiver = ReturnType<typeof openReceiver>
