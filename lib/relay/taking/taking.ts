import type { Project } from '#lib/projects/schema.ts'
import type { Writer } from '#lib/relay/taking/writer.ts'
import type { Tally } from '#lib/relay/tally.ts'

/** Where what is of one project goes. */
export interface Taking {
  writer: Writer
  tally: Tally
}

/** By the project as a listener knows it. */
export type TakingOf = (project: Pick<Project, 'id'>) => Taking
