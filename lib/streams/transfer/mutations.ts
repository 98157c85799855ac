import { commandLineActor } from '#lib/access/person.ts'
import { type Changer, everything } from '#lib/access/reach.ts'
import { changeSetting } from '#lib/audit/settings/change.ts'
import { overPrisma } from '#lib/db/change.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import { updateProject } from '#lib/projects/mutations.ts'
import type { ProjectView } from '#lib/projects/schema.ts'
import { replaceAll } from '#lib/streams/definitions/mutations.ts'
import { renewTriggers } from '#lib/streams/feed/generation.ts'
import { namesWithin } from '#lib/streams/pipelines/names.ts'
import { streamSetting } from '#lib/streams/settings/setting.ts'
import { settingsIn as storedSettings } from '#lib/streams/settings/stored.ts'
import type { Files } from '#lib/streams/transfer/files.ts'
import { collectMistakes } from '#lib/streams/transfer/mistakes.ts'
import { readTransfer, type There } from '#lib/streams/transfer/read.ts'
import { settingsIn, type Winchester } from '#lib/streams/transfer/winchester.ts'
import { bringPipeline, bringTrigger, type Change } from '#lib/streams/transfer/write.ts'
import type { Queryable } from '#lib/transaction.ts'

/** Thousands of triggers are written one by one. */
const TIME_LIMIT_MS = 10 * 60_000

/** Whoever uses the command line, on the machine itself. */
const by: Changer = { ...commandLineActor, role: 'admin', groups: [] }

interface Import {
  files: Files
  winchester: Winchester
  /** its name or number */
  project: string
  /** does all of it, and takes it back */
  dryRun: boolean
}

/**
 * Brings triggers and pipelines of a project in line with files, and makes its event definitions theirs, all or
 * nothing. Answers what changed. Throws a UserError that tells all mistakes, each with file, line and column.
 */
export async function importStreams({ files, winchester, project, dryRun }: Import) {
  const { id, settings } = await getProjectNamed(everything, project)
  const undo = new Error('a dry run')
  let done: { changes: Change[]; notes: string[] } = { changes: [], notes: [] }
  const work = async (tx: Tx) => {
    const client = overPrisma(tx)
    await renewTriggers(client, id)
    const mistakes = collectMistakes()
    const transfer = await readTransfer(files, winchester, await thereIn(client, id), mistakes)
    mistakes.refuse()

    const changes: (Change | null)[] = []
    for (const pipeline of transfer.pipelines)
      changes.push(await bringPipeline(client, id, pipeline, by))
    for (const trigger of transfer.triggers)
      changes.push(await bringTrigger(client, id, trigger, by))
    if (transfer.definitions) {
      const { added, removed } = await replaceAll(client, id, transfer.definitions, by)
      const name = `${added} new, ${removed} gone`
      if (added + removed > 0) changes.push({ kind: 'definitions', name, action: 'change' })
    }
    changes.push(
      await bringSettings(client, winchester),
      await bringCatchAll(tx, id, settings, winchester),
    )
    done = { changes: changes.filter(change => change !== null), notes: transfer.notes }
    if (dryRun) throw undo
  }
  await db()
    .$transaction(work, { timeout: TIME_LIMIT_MS, maxWait: TIME_LIMIT_MS })
    .catch(error => {
      if (error !== undo) throw error
    })
  return done
}

async function thereIn(client: Queryable, projectId: number): Promise<There> {
  const { rows } = await client.query<{ name: string }>(
    'select name from pipeline where project_id = $1',
    [projectId],
  )
  const names = await namesWithin(client, everything)
  return { ...names, pipelines: new Set(rows.map(({ name }) => name)) }
}

async function bringSettings(client: Queryable, winchester: Winchester): Promise<Change | null> {
  const before = await storedSettings(client)
  const after = { ...before, ...settingsIn(winchester) }
  if (JSON.stringify(before) === JSON.stringify(after)) return null
  await changeSetting(client, streamSetting, after, by)
  return { kind: 'settings', name: 'how streams are kept', action: 'change' }
}

async function bringCatchAll(
  tx: Tx,
  projectId: number,
  { events }: ProjectView['settings'],
  { catch_all_notifications: catchAll }: Winchester,
): Promise<Change | null> {
  if (catchAll === undefined || catchAll === events.catchAll) return null
  await updateProject(projectId, { settings: { events: { catchAll } } }, { actor: by, tx })
  return { kind: 'settings', name: 'what no definition takes', action: 'change' }
}
