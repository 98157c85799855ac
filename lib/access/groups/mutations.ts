import { getGroup, usesOf } from '#lib/access/groups/data.ts'
import { type GroupView, groupInput, groupPatch } from '#lib/access/groups/schema.ts'
import { getPerson } from '#lib/access/people/data.ts'
import type { Actor } from '#lib/access/person.ts'
import { difference, isDifferent } from '#lib/audit/difference.ts'
import { recordChange } from '#lib/audit/record.ts'
import { overPrisma, tellChange } from '#lib/db/change.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'

/** An answer names no more of what stands in the way than someone reads. */
const NAMED_LIMIT = 10

export async function createGroup(input: unknown, by: Actor): Promise<GroupView> {
  const group = parse(groupInput, input, 'The group')
  return db().$transaction(async tx => {
    const { count } = await tx.group.createMany({ data: [group], skipDuplicates: true })
    if (count === 0)
      throw new UserError('The group is not valid. name: is taken by another group', {
        ...{ code: 'conflict', fields: { name: 'is taken by another group' } },
      })
    await note(tx, group.name, by, 'create', difference({}, group))
    return getGroup(group.name, tx)
  })
}

/** Changes what is said of a group; its name never changes. */
export async function describeGroup(name: string, input: unknown, by: Actor): Promise<GroupView> {
  const patch = parse(groupPatch, input, 'The group')
  return db().$transaction(async tx => {
    await lockGroup(tx, name)
    const { description } = await getGroup(name, tx)
    await tx.group.update({ where: { name }, data: patch })
    const change = difference({ description }, patch)
    if (isDifferent(change)) await note(tx, name, by, 'change', change)
    return getGroup(name, tx)
  })
}

/**
 * Deletes a group. Throws a UserError that says why not while something is limited to it, which would be open
 * to all then, and while the provider says that people are in it, which would make it anew.
 */
export async function deleteGroup(name: string, by: Actor): Promise<void> {
  await db().$transaction(async tx => {
    await lockGroup(tx, name)
    refuseUsed(name, await usesOf(name, tx))
    const members = await tx.membership.findMany({ where: { groupName: name } })
    const claimed = members.filter(member => member.claimed).length
    if (claimed > 0)
      throw new UserError(
        `The provider says that ${count(claimed, 'person is', 'people are')} in ${name}; it would come back at their next sign-in.`,
        { code: 'conflict' },
      )
    await tx.group.delete({ where: { name } })
    await note(tx, name, by, 'delete', { members: members.length })
    for (const { personId } of members) await tellChange(tx, `person:${personId}`)
  })
}

/** Puts somebody into a group. Once more changes nothing. */
export async function addMember(name: string, personId: number, by: Actor): Promise<void> {
  await db().$transaction(async tx => {
    await lockGroup(tx, name)
    const { email } = await getPerson(personId, tx)
    const { count } = await tx.membership.createMany({
      data: [{ personId, groupName: name }],
      skipDuplicates: true,
    })
    if (count > 0) await noteMember(tx, name, personId, by, 'add-member', email)
  })
}

/** Takes somebody out of a group. Throws a UserError when they are not in it, or the provider says they are. */
export async function removeMember(name: string, personId: number, by: Actor): Promise<void> {
  await db().$transaction(async tx => {
    await lockGroup(tx, name)
    const key = { personId_groupName: { personId, groupName: name } }
    const member = await tx.membership.findUnique({ where: key, include: { person: true } })
    if (!member)
      throw new UserError(`There is no person ${personId} in ${name}.`, { code: 'not_found' })
    if (member.claimed)
      throw new UserError('The provider says that they are in this group; change it there.', {
        code: 'conflict',
      })
    await tx.membership.delete({ where: key })
    await noteMember(tx, name, personId, by, 'remove-member', member.person.email)
  })
}

/** Whoever limits something to it meanwhile waits, and then finds it gone (requireGroups). */
async function lockGroup(tx: Tx, name: string): Promise<void> {
  const found = await tx.$queryRaw<
    unknown[]
  >`select from person_group where name = ${name} for update`
  if (found.length === 0) throw new UserError(`There is no group ${name}.`, { code: 'not_found' })
}

function refuseUsed(name: string, uses: string[]): void {
  if (uses.length === 0) return
  const named = uses.slice(0, NAMED_LIMIT).join(', ')
  const more = uses.length > NAMED_LIMIT ? ` and ${uses.length - NAMED_LIMIT} more` : ''
  throw new UserError(`${name} is still used: ${named}${more}. Take it away there first.`, {
    code: 'conflict',
  })
}

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

async function noteMember(
  tx: Tx,
  name: string,
  personId: number,
  by: Actor,
  action: string,
  email: string,
) {
  await note(tx, name, by, action, { person: email })
  await tellChange(tx, `person:${personId}`)
}

async function note(tx: Tx, name: string, actor: Actor, action: string, change: object) {
  await recordChange(overPrisma(tx), {
    ...{ actor, action, subject: 'group', subjectId: name, name, change },
  })
  await tellChange(tx, 'groups')
}
