import { UserError } from '#lib/failures.ts'
import { unpacked } from '#lib/intake/jetstream/message.ts'
import { readSent } from '#lib/intake/jetstream/sent.ts'
import { readSubject, type Sent, type Subject } from '#lib/intake/jetstream/subjects.ts'
import { type Intakes, takeUnit } from '#lib/intake/take-unit.ts'
import type { Directory } from '#lib/projects/directory.ts'
import { type Gate, toldOf } from '#lib/projects/intake/gate.ts'
import type { Project } from '#lib/projects/schema.ts'
import { readUnits } from '#lib/relay/wire/read.ts'

/** A project that was made just now is known everywhere within so many deliveries, this far apart. */
const UNKNOWN = { deliveries: 3, seconds: 2 }

/** What came out of the stream. */
export interface Given {
  subject: string
  data: Uint8Array
  /** stands for the message and for no other: its publisher's id, or its place in the stream */
  key: string
  /** how often it was given to a writer, this time included */
  deliveries: number
}

export interface Means extends Intakes {
  directory: Directory
  /** holds what applications send to their projects' limits */
  gate: Gate
}

/** Takes in a message. Answers after how many seconds it is to be given again, or null when all of it is settled. */
export async function takeMessage(given: Given, means: Means): Promise<number | null> {
  const { directory, intake } = means
  const subject = readSubject(given.subject)
  const project = subject && projectOf(subject, directory)
  if (subject && !project && given.deliveries < UNKNOWN.deliveries) return UNKNOWN.seconds

  const counted = project ?? directory.claimedBy({ listener: 'nats' })
  if (!subject || !project) {
    intake.drop(counted, 'nats', subject ? 'unauthorized' : 'invalid')
    return null
  }
  try {
    if (subject.of === 'units') return await takeUnits(given.data, project, means)
    await takeSent({ of: subject.of, ...given }, project, means)
    return null
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    if (error.retryAfterSeconds !== undefined) return error.retryAfterSeconds
    intake.drop(project, 'nats', error.code === 'forbidden' ? 'forbidden' : 'invalid')
    return null
  }
}

function projectOf(subject: Subject, directory: Directory): Project | undefined {
  if (subject.of === 'units') return directory.byId(subject.projectId)
  const { publicKey } = subject
  if (publicKey === undefined) return directory.claimedBy({ listener: 'nats' })
  const found = directory.byPublicKey(publicKey)
  if (found) directory.used(found.key)
  return found?.project
}

/** Those that are settled are known again by their keys when the others are given again. */
async function takeUnits(
  data: Uint8Array,
  project: Project,
  intakes: Intakes,
): Promise<number | null> {
  const units = readUnits(unpacked(data))
  const answers = await Promise.all(units.map(arrived => takeUnit(arrived, project, intakes)))
  const waits = answers.flatMap(answer => (answer.status === 'later' ? answer.seconds : []))
  return waits.length > 0 ? Math.max(...waits) : null
}

/** Throws a UserError that says when to try again, or why that would be in vain. */
async function takeSent(sent: Given & { of: Sent }, project: Project, means: Means): Promise<void> {
  const { count, invalid, accept } = readSent(sent, project, means)
  const asked = { messages: count, bytes: sent.data.length, hasRoom: true }
  const obstacle = means.gate(project, 'nats', asked)
  if (obstacle) throw toldOf(obstacle, project, 'nats')

  if (invalid < count) await accept()
  if (invalid > 0) means.intake.drop(project, 'nats', 'invalid', invalid)
}
