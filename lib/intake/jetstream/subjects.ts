/** What applications may publish, by the word in the subject. */
const SENT = ['errors', 'metrics', 'events'] as const
export type Sent = (typeof SENT)[number]

/** What a message is by its subject: units of an intake for a project, or what an application sends, with its key. */
export type Subject =
  | { of: 'units'; projectId: number }
  | { of: Sent; publicKey: string | undefined }

const FORM = /^belfry\.(?:units\.(\d{1,9})|(errors|metrics|events)(?:\.([^.]+))?)$/

export const unitsOf = (projectId: number): string => `belfry.units.${projectId}`

/** Undefined for a subject that stands for nothing. */
export function readSubject(subject: string): Subject | undefined {
  const [whole, project, sent, publicKey] = FORM.exec(subject) ?? []
  if (whole === undefined) return undefined
  return sent ? { of: sent as Sent, publicKey } : { of: 'units', projectId: Number(project) }
}
