import type { DayFile } from '#lib/events/archive/names.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'

/** Where BlueOx's files name their host, Belfry's name what they are of. */
export interface Origin {
  projectId: number
  /** 0, or how often the day was written before: what came later is in files of its own */
  part: number
}

const HOST = /^(?:project(?<project>[1-9]\d{0,9}))?-?(?:part(?<part>[1-9]\d{0,4}))?$/

/** What stands in the name for it; null for the first part of the first project, whose files are called like BlueOx's. */
export const hostOf = ({ projectId, part }: Origin): string | null =>
  [projectId !== DEFAULT_PROJECT && `project${projectId}`, part > 0 && `part${part}`]
    .filter(Boolean)
    .join('-') || null

/** What a file is of. What Belfry has not written is the first project's, as is everything that comes without a key. */
export function originOf({ host }: Pick<DayFile, 'host'>): Origin & { isOwn: boolean } {
  const parts = HOST.exec(host ?? '')?.groups
  return {
    projectId: Number(parts?.project ?? DEFAULT_PROJECT),
    part: Number(parts?.part ?? 0),
    isOwn: parts !== undefined,
  }
}
