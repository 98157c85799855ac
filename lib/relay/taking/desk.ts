import { UserError } from '#lib/failures.ts'
import { openGate, toldOf } from '#lib/projects/intake/gate.ts'
import type { Project } from '#lib/projects/schema.ts'
import type { Put } from '#lib/relay/taking/group.ts'
import type { TakingOf, Words } from '#lib/relay/taking/taking.ts'
import type { Input } from '#lib/relay/wire/unit.ts'

/** What the intakes that keep things for a centre have in common: who is let in, what is kept, what is dropped and counted. */
export function openDesk(takingOf: TakingOf, words: Words, gate = openGate()) {
  const obstacle = (project: Project, input: Input, messages: number, bytes: number) =>
    gate(project, input, { messages, bytes, hasRoom: takingOf(project).writer.hasRoom() })

  function drop(project: Project, input: Input, reason: string, by = 1) {
    if (by > 0) takingOf(project).drop(input, reason, by)
  }

  /** Drops so many and answers false when they may not come in now. */
  function admit(project: Project, input: Input, messages: number, bytes: number): boolean {
    const found = obstacle(project, input, messages, bytes)
    if (found) drop(project, input, found.reason, messages)
    return found === null
  }

  return {
    drop,
    admit,

    /** Resolves when it is on the disk. Rejects with a UserError that says why it is not. */
    async keep(project: Project, one: Omit<Put, 'resolve' | 'reject'>): Promise<void> {
      const { items, input, bytes } = one
      const found = obstacle(project, input, items.length, bytes)
      if (found) {
        drop(project, input, found.reason, items.length)
        throw found.reason === 'overloaded' ? tooMuch(words) : toldOf(found, project, input)
      }
      await takingOf(project)
        .writer.keep(one)
        .catch(error => {
          drop(project, input, 'overloaded', items.length)
          throw error
        })
    },

    /** For what nobody waits for. False when it was dropped. */
    add(project: Project, one: Put): boolean {
      if (!admit(project, one.input, one.items.length, one.bytes)) return false
      takingOf(project).writer.add(one)
      return true
    },

    /** There while any project has no room. */
    room(projects: readonly Project[]): Promise<void> | undefined {
      for (const project of projects) {
        const room = takingOf(project).writer.room()
        if (room) return room
      }
      return undefined
    },
  }
}

export type Desk = ReturnType<typeof openDesk>

const tooMuch = ({ who, where }: Words) =>
  new UserError(`More comes in than the ${who} can write to ${where}; nothing of this was taken.`, {
    code: 'unavailable',
    retryAfterSeconds: 5,
  })
