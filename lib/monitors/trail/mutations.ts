import type { Actor } from '#lib/access/person.ts'
import { difference } from '#lib/audit/difference.ts'
import { recordChange } from '#lib/audit/record.ts'
import { overPrisma } from '#lib/db/change.ts'
import type { Tx } from '#lib/db/client.ts'
import { definitionOf } from '#lib/monitors/definition.ts'
import type { MonitorInput } from '#lib/monitors/schema.ts'

/** A monitor as the trail compares it. */
interface Standing extends MonitorInput {
  version: number
  declared: boolean
}

export interface MonitorChange {
  id: number
  before: Standing | null
  after: Standing | null
  /** default: what the difference says */
  action?: string | undefined
  /** what there is to say besides the difference */
  more?: object
}

/** Puts into the trail what became of a monitor. */
export async function noteMonitor(
  tx: Tx,
  actor: Actor,
  { id, before, after, action = actionOf(before, after), more = {} }: MonitorChange,
): Promise<void> {
  const name = after?.name ?? before?.name ?? ''
  await recordChange(overPrisma(tx), {
    ...{ actor, action, subject: 'monitor', subjectId: id, name },
    change: { ...difference(told(before), told(after)), ...more },
  })
}

const told = (monitor: Standing | null): object =>
  monitor ? { ...definitionOf(monitor), version: monitor.version, declared: monitor.declared } : {}

function actionOf(before: Standing | null, after: Standing | null): string {
  if (!before) return 'create'
  if (!after) return 'delete'
  if (before.declared !== after.declared) return after.declared ? 'adopt' : 'release'
  if (before.version !== after.version) return 'change'
  return after.active ? 'resume' : 'pause'
}
