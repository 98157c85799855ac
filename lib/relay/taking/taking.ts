import type { Project } from '#lib/projects/schema.ts'
import type { Writer } from '#lib/relay/taking/writer.ts'
import type { Input } from '#lib/relay/wire/unit.ts'

/** Where what is of one project goes. */
export interface Taking {
  writer: Writer
  /** Counts what was not kept. */
  drop(input: Input, reason: string, by: number): void
}

/** Who keeps things, and where, for the log and for senders: the relay on its disk. */
export interface Words {
  who: string
  where: string
}

/** By the project as a listener knows it. */
export type TakingOf = (project: Pick<Project, 'id'>) => Taking
