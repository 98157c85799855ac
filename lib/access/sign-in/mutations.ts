import { type Opened, openSession } from '#lib/access/mutations.ts'
import { defaultRole } from '#lib/access/people/data.ts'
import { isAtLeast } from '#lib/access/rights.ts'
import { admit } from '#lib/access/sign-in/admission.ts'
import type { Identity } from '#lib/access/sign-in/claims.ts'
import type { Problem } from '#lib/access/sign-in/problems.ts'
import { type RoleRules, roleOf } from '#lib/access/sign-in/role.ts'
import { revokeTokensOf } from '#lib/access/tokens/mutations.ts'
import { recordChange } from '#lib/audit/record.ts'
import { overPrisma, tellChange } from '#lib/db/change.ts'
import { db, type Tx } from '#lib/db/client.ts'

/** Any number that nothing else locks with: of two first sign-ins at once one finds what the other made. */
const SIGN_IN_LOCK = 8_365_381

type Rules = Omit<RoleRules, 'otherwise'>

/**
 * Lets somebody in whom a provider has signed in: makes or updates the person, their role and the groups that the
 * provider says, and opens a session; or says why not.
 */
export async function signInAs(
  identity: Identity,
  rules: Rules,
  address: string,
  now = new Date(),
): Promise<Opened | { refused: Problem }> {
  return db().$transaction(async tx => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${SIGN_IN_LOCK})`
    const admitted = admit(identity, await knownAs(tx, identity))
    if ('refused' in admitted) return admitted

    const { known: before } = admitted
    const role = roleOf(identity, before, { ...rules, otherwise: await defaultRole(tx) })
    const { email, name, issuer, subject } = identity
    const data = { email, issuer, subject, ...role, seenAt: now, ...(name && { name }) }
    const { id } = before
      ? await tx.person.update({ where: { id: before.id }, data })
      : await tx.person.create({ data })
    const groups = await alignGroups(tx, id, identity.groups)

    const actor = { name: name || before?.name || email, address }
    if (before && !isAtLeast(role.role, before.role)) await revokeTokensOf(tx, id, role.role, actor)
    await tellChange(tx, `person:${id}`)
    await recordChange(overPrisma(tx), {
      ...{ actor, action: 'sign-in', subject: 'person', subjectId: id },
      change: { before: before && factsOf(before), after: factsOf({ email, ...role }), ...groups },
    })
    return openSession(tx, id, now)
  })
}

const knownAs = (tx: Tx, { issuer, subject, email }: Identity) =>
  tx.person.findMany({ where: { OR: [{ issuer, subject }, { email }] } })

const factsOf = ({ email, role, roleFrom }: { email: string; role: string; roleFrom: string }) => ({
  ...{ email, role, roleFrom },
})

/** Brings the groups that the provider says in line; those that an admin gave stay. Answers what has changed. */
async function alignGroups(tx: Tx, personId: number, names: string[]) {
  const held = await tx.membership.findMany({ where: { personId } })
  const joined = names.filter(name => !held.some(({ groupName }) => groupName === name))
  const left = held
    .filter(({ groupName, claimed }) => claimed && !names.includes(groupName))
    .map(({ groupName }) => groupName)

  await tx.group.createMany({ data: joined.map(name => ({ name })), skipDuplicates: true })
  await tx.membership.createMany({
    data: joined.map(groupName => ({ personId, groupName, claimed: true })),
  })
  await tx.membership.deleteMany({ where: { personId, groupName: { in: left } } })
  return { joined, left }
}
