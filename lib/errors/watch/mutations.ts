import { type Changer, type Reach, reachOf, whereReached } from '#lib/access/reach.ts'
import { db } from '#lib/db/client.ts'
import { rootOf } from '#lib/errors/detail/data.ts'
import { type ErrorMonitor, monitorFor, type Watched } from '#lib/errors/monitors.ts'
import { UserError } from '#lib/failures.ts'
import { createMonitor } from '#lib/monitors/mutations.ts'

/**
 * Makes a ready-made monitor. What it watches may be limited to groups: it gets those of them that whoever makes it
 * is in. Throws a UserError (`not_found`) for a signature or a project beyond their reach.
 */
export async function watchErrors(
  template: ErrorMonitor,
  watched: Watched,
  by: Changer,
  name?: string,
): Promise<{ id: number; name: string }> {
  const ready = monitorFor(template, watched)
  const groups = await groupsToWatch(reachOf(by), watched)
  const monitor = { ...ready, groups, name: name ?? ready.name }
  return { id: await createMonitor(monitor, by), name: monitor.name }
}

async function groupsToWatch(reach: Reach, { signature, project }: Watched): Promise<string[]> {
  if (signature === undefined && project === undefined) return []
  const limit =
    signature === undefined
      ? await limitOfProject(reach, String(project))
      : await limitOfSignature(reach, signature)
  return reach.all ? limit : limit.filter(group => reach.groups.includes(group))
}

async function limitOfSignature(reach: Reach, id: number): Promise<string[]> {
  const root = await rootOf(reach, id)
  const row =
    root &&
    (await db().signature.findFirst({
      where: { id: root },
      select: { project: { select: { groups: true } } },
    }))
  if (!row) throw notThere('signature', id)
  return row.project.groups
}

async function limitOfProject(reach: Reach, project: string): Promise<string[]> {
  const isNumber = /^\d{1,9}$/.test(project)
  const row = await db().project.findFirst({
    where: { ...(isNumber ? { id: Number(project) } : { name: project }), ...whereReached(reach) },
    select: { groups: true },
  })
  if (!row) throw notThere('project', project)
  return row.groups
}

const notThere = (what: 'signature' | 'project', which: string | number) =>
  new UserError(`There is no ${what} ${which}.`, {
    code: 'not_found',
    fields: { [what]: 'is not there' },
  })
