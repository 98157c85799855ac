import { db } from '#lib/db/client.ts'

/** As many as one can choose from; others are found by searching. */
const OFFERED = 200

/** Who stands in the trail, by name. From one name to the next by the index, however many entries each has. */
export async function namesInTrail(): Promise<string[]> {
  const rows = await db().$queryRaw<{ person: string }[]>`
    with recursive name as (
      (select person from audit order by person limit 1)
      union all
      select (select person from audit where audit.person > name.person order by person limit 1)
      from name where name.person is not null)
    select person from name where person is not null limit ${OFFERED}`
  return rows.map(({ person }) => person)
}
