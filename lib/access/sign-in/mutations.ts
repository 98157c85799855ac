import { type Opened, openSession, SIGN_IN_LIMITS } from '#lib/access/mutations.ts'
import { defaultRole } from '#lib/access/people/data.ts'
import { lockPeople } from '#lib/access/people/mutations.ts'
import { type Actor, belfryActor } from '#lib/access/person.ts'
import { isAtLeast } from '#lib/access/rights.ts'
import { admit } from '#lib/access/sign-in/admission.ts'
import type { Identity } from '#lib/access/sign-in/claims.ts'
import { mayBeCalled } from '#lib/access/sign-in/name.ts'
import type { Problem } from '#lib/access/sign-in/problems.ts'
import { type RoleRules, roleOf } from '#lib/access/sign-in/role.ts'
import { revokeTokensOf } from '#lib/access/tokens/mutations.ts'
import { difference } from '#lib/audit/difference.ts'
import { recordChange } from '#lib/audit/record.ts'
import { overPrisma, tellChange } from '#lib/db/change.ts'
import { db, type Tx } from '#lib/db/client.ts'
import type { Person } from '#lib/db/generated/client.ts'

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
    await lockPeople(tx)
    const known = await knownAs(tx, identity)
    const admitted = admit(identity, known)
    if ('refused' in admitted) {
      const [like] = known
      const change = { reason: admitted.refused, subject: identity.subject }
      if (like) await note(tx, { name: identity.email, address }, 'refuse', like, change)
      return admitted
    }
    const id = await keep(tx, identity, admitted.known, rules, { address, now })
    return openSession(tx, id, now)
  }, SIGN_IN_LIMITS)
}

/**
 * Makes the settings of roles (`BELFRY_ADMINS`, `OIDC_ROLES`) count for everybody who is known already, by the groups that
 * the provider said last, instead of with their next sign-in.
 */
export async function applyRoleSettings(rules: Rules): Promise<void> {
  await db().$transaction(async tx => {
    await lockPeople(tx)
    const otherwise = await defaultRole(tx)
    const groups = { where: { claimed: true } }
    for (const person of await tx.person.findMany({ include: { groups } })) {
      const claimed = person.groups.map(({ groupName }) => groupName)
      const role = roleOf({ email: person.email, groups: claimed }, person, { ...rules, otherwise })
      if (role.role === person.role && role.roleFrom === person.roleFrom) continue
      await tx.person.update({ where: { id: person.id }, data: role })
      await changed(tx, belfryActor, 'change', person, { ...person, ...role })
    }
  }, SIGN_IN_LIMITS)
}

const knownAs = (tx: Tx, { issuer, subject, email }: Identity) =>
  tx.person.findMany({ where: { OR: [{ issuer, subject }, { email }] } })

/** Makes the person, or keeps what the provider says of them now. */
async function keep(
  tx: Tx,
  identity: Identity,
  before: Person | null,
  rules: Rules,
  { address, now }: { address: string; now: Date },
): Promise<number> {
  const { email, issuer, subject } = identity
  const role = roleOf(identity, before, { ...rules, otherwise: await defaultRole(tx) })
  const name = await nameOf(tx, identity)
  const data = { email, issuer, subject, ...role, seenAt: now, ...(name && { name }) }
  const after = before
    ? await tx.person.update({ where: { id: before.id }, data })
    : await tx.person.create({ data })
  const groups = await alignGroups(tx, after.id, identity.groups)
  const actor = { name: after.name || email, address }
  await changed(tx, actor, 'sign-in', before, after, groups)
  return after.id
}

/** The name that the provider says, or none when it would stand for somebody else. */
async function nameOf(tx: Tx, { name, email, subject }: Identity): Promise<string> {
  const like = await tx.person.findMany({ where: { name: { equals: name, mode: 'insensitive' } } })
  const others = like.filter(other => other.email !== email && other.subject !== subject)
  return mayBeCalled(name, others) ? name : ''
}

/** Tells and notes what has become of a person. */
async function changed(
  tx: Tx,
  actor: Actor,
  action: string,
  before: Person | null,
  after: Person,
  groups: object = {},
) {
  if (before && !isAtLeast(after.role, before.role))
    await revokeTokensOf(tx, after.id, after.role, actor)
  await tellChange(tx, `person:${after.id}`)
  const change = difference(before ? factsOf(before) : {}, factsOf(after))
  await note(tx, actor, action, after, { ...change, ...groups })
}

const note = (tx: Tx, actor: Actor, action: string, person: Person, change: object) =>
  recordChange(overPrisma(tx), {
    ...{ actor, action, subject: 'person', subjectId: person.id },
    ...{ name: person.name || person.email, change },
  })

const factsOf = ({ email, role, roleFrom }: Person) => ({ email, role, roleFrom })

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
  if (joined.length + left.length > 0) await tellChange(tx, 'groups')
  return { joined, left }
}
