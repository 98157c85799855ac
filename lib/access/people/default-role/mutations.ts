import { requireGrantable } from '#lib/access/grant.ts'
import { DEFAULT_ROLE_KEY, defaultRole } from '#lib/access/people/data.ts'
import { lockPeople } from '#lib/access/people/mutations.ts'
import { peopleSettings } from '#lib/access/people/schema.ts'
import type { Person } from '#lib/access/person.ts'
import { difference, isDifferent } from '#lib/audit/difference.ts'
import { recordChange } from '#lib/audit/record.ts'
import { overPrisma } from '#lib/db/change.ts'
import { db } from '#lib/db/client.ts'
import { parse } from '#lib/parse.ts'

/** Sets the role of people who come for the first time. */
export async function setDefaultRole(input: unknown, by: Person): Promise<void> {
  const { defaultRole: role } = parse(peopleSettings, input, 'The settings')
  requireGrantable(by, { role, scope: [] })
  await db().$transaction(async tx => {
    await lockPeople(tx)
    const change = difference({ role: await defaultRole(tx) }, { role })
    if (!isDifferent(change)) return
    await tx.setting.upsert({
      where: { key: DEFAULT_ROLE_KEY },
      create: { key: DEFAULT_ROLE_KEY, value: role },
      update: { value: role },
    })
    await recordChange(overPrisma(tx), {
      ...{ actor: by, action: 'change', subject: 'setting', subjectId: DEFAULT_ROLE_KEY },
      change,
    })
  })
}
