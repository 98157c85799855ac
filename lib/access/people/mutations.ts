import { requireGrantable } from '#lib/access/grant.ts'
import { columnsOf, factsOf, type Rules, refuseChange } from '#lib/access/people/change.ts'
import { defaultRole, getPerson } from '#lib/access/people/data.ts'
import { type PersonView, personInput, personPatch } from '#lib/access/people/schema.ts'
import type { Actor, Person } from '#lib/access/person.ts'
import { isAtLeast } from '#lib/access/rights.ts'
import { revokeTokensOf } from '#lib/access/tokens/mutations.ts'
import { difference, isDifferent } from '#lib/audit/difference.ts'
import { recordChange } from '#lib/audit/record.ts'
import { overPrisma, tellChange } from '#lib/db/change.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'

/** Any number that nothing else locks with. */
const PEOPLE_LOCK = 8_365_383

/** Makes a person before they sign in for the first time; the provider has to know their address. */
export async function createPerson(input: unknown, by: Person): Promise<PersonView> {
  const given = parse(personInput, input, 'The person')
  return changingPeople(async tx => {
    const role = given.role ?? (await defaultRole(tx))
    requireGrantable(by, { role, scope: [] })
    const roleFrom = given.role ? 'admin' : 'default'
    const [row] = await tx.person.createManyAndReturn({
      data: [{ ...given, role, roleFrom }],
      skipDuplicates: true,
    })
    if (!row)
      throw new UserError('The person is not valid. email: is that of somebody already', {
        ...{ code: 'conflict', fields: { email: 'is that of somebody already' } },
      })
    const made = await getPerson(row.id, tx)
    await note(tx, made, by, 'create', difference({}, factsOf(made)))
    return made
  })
}

/** Changes a name or a role, lets somebody in no more, or again; what is left out stays. */
export async function changePerson(
  id: number,
  input: unknown,
  by: Person,
  rules: Rules,
): Promise<PersonView> {
  const patch = parse(personPatch, input, 'The person')
  return changingPeople(async tx => {
    const before = await getPerson(id, tx)
    refuseChange(before, patch, by, rules)
    if (patch.disabled || (patch.role && patch.role !== 'admin'))
      await refuseLastAdmin(tx, before, rules)

    await tx.person.update({ where: { id }, data: columnsOf(before, patch) })
    if (patch.disabled) await endAccess(tx, id, by)
    if (patch.role && !isAtLeast(patch.role, before.role))
      await revokeTokensOf(tx, id, patch.role, by)
    const after = await getPerson(id, tx)
    const change = difference(factsOf(before), factsOf(after))
    if (isDifferent(change)) await note(tx, after, by, 'change', change)
    return after
  })
}

/** Deletes a person with their sessions; the tokens they made are revoked. What they did stays theirs. */
export async function deletePerson(id: number, by: Actor, rules: Rules): Promise<void> {
  await changingPeople(async tx => {
    const before = await getPerson(id, tx)
    await refuseLastAdmin(tx, before, rules)
    await endAccess(tx, id, by)
    await tx.person.delete({ where: { id } })
    await note(tx, before, by, 'delete', difference(factsOf(before), {}))
  })
}

/** Ends all sessions of a person, in every browser. */
export async function signOutEverywhere(id: number, by: Actor): Promise<void> {
  await changingPeople(async tx => {
    const person = await getPerson(id, tx)
    const { count } = await tx.session.deleteMany({ where: { personId: id } })
    if (count > 0) await note(tx, person, by, 'sign-out', { sessions: count })
  })
}

/**
 * Whoever changes people, or signs in, waits here for others who do: of two admins who remove each other at once
 * one stays, and nobody's sign-in brings back a role that was just taken away.
 */
export const lockPeople = (tx: Tx) => tx.$executeRaw`select pg_advisory_xact_lock(${PEOPLE_LOCK})`

const changingPeople = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  db().$transaction(async tx => {
    await lockPeople(tx)
    return work(tx)
  })

/** Throws a UserError when no admin who can sign in would be left, and nothing else names one. */
async function refuseLastAdmin(tx: Tx, { id, role }: PersonView, { admins }: Rules) {
  if (role !== 'admin' || admins.length > 0) return
  const able = { role: 'admin', disabledAt: null, seenAt: { not: null } } as const
  const isAble = (await tx.person.count({ where: { id, ...able } })) > 0
  const others = await tx.person.count({ where: { id: { not: id }, ...able } })
  if (isAble && others === 0)
    throw new UserError(
      'This is the last admin who can sign in. Make somebody else an admin first, or name one in BELFRY_ADMINS.',
      { code: 'conflict' },
    )
}

async function endAccess(tx: Tx, personId: number, by: Actor): Promise<void> {
  await tx.session.deleteMany({ where: { personId } })
  await revokeTokensOf(tx, personId, null, by)
}

async function note(
  tx: Tx,
  { id, name, email }: PersonView,
  actor: Actor,
  action: string,
  change: object,
) {
  await recordChange(overPrisma(tx), {
    ...{ actor, action, subject: 'person', subjectId: id, name: name || email, change },
  })
  await tellChange(tx, `person:${id}`)
}
