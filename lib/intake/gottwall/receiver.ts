import { type Holder, signerOf } from '#lib/intake/gottwall/credentials.ts'
import { updateOf } from '#lib/intake/gottwall/message.ts'
import { readHeader } from '#lib/intake/gottwall/signature.ts'
import type { ListenerContext } from '#lib/intake/listener.ts'
import { isFields, jsonOf } from '#lib/intake/untrusted.ts'
import { DEFAULT_PROJECT, type Project } from '#lib/projects/schema.ts'

/** What is known of a sender once its header was read. */
export interface Sender {
  project: Project
  /** Takes the JSON of one message. */
  take(message: Buffer): void
}

/** Reads headers and messages of GottWall's clients, and counts what they say. */
export function openReceiver({ directory, metrics }: ListenerContext) {
  /** The sender that a signed header names, or null when there is none, or its signature is wrong. */
  function senderOf(text: string): Sender | null {
    const header = readHeader(text)
    const project = header?.project === undefined ? undefined : directory.named(header.project)
    if (!header || !project) return refused()
    const holder: Holder = { project, keys: directory.keysOf(project.id) }
    const key = signerOf(header, holder, Date.now() / 1000)
    if (!key) return refused(project)
    directory.used(key)
    return { project, take: message => take(project, message) }
  }

  function refused(project = directory.byId(DEFAULT_PROJECT)): null {
    if (project) metrics.drop(project, 'gottwall', 'unauthorized')
    return null
  }

  function take(project: Project, message: Buffer) {
    const fields = jsonOf(message.toString())
    if (isFields(fields) && !isOf(project, fields.p ?? fields.project))
      return metrics.drop(project, 'gottwall', 'forbidden')
    const update = updateOf(fields, undefined, Date.now() / 1000)
    if (typeof update === 'string') metrics.drop(project, 'gottwall', 'invalid')
    else metrics.offer(project, 'gottwall', update, message.length)
  }

  return { senderOf }
}

export type Receiver = ReturnType<typeof openReceiver>

/** A message without a project is its sender's. */
const isOf = ({ id, name }: Project, said: unknown) =>
  said === undefined || said === null || said === name || said === id || said === String(id)
