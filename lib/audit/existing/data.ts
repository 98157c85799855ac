import { db } from '#lib/db/client.ts'

interface About {
  subject: string
  subjectId: string
}

/** Which of these things are still there, as `monitor:7`. */
export async function existing(entries: readonly About[]): Promise<Set<string>> {
  const rows = await db().$queryRaw<{ about: string }[]>`
    with given as (
      select distinct subject, id from unnest(
        ${entries.map(entry => entry.subject)}::text[],
        ${entries.map(entry => entry.subjectId)}::text[]) as given (subject, id)),
    numbered as (
      select subject, id, id::int as number from given
      where id ~ '^[1-9][0-9]{0,8}$' and subject not in ('source', 'alert', 'setting', 'group'))
    select g.subject || ':' || g.id as about from numbered g where
      (g.subject = 'monitor' and exists (select from monitor where id = g.number))
      or (g.subject = 'project' and exists (select from project where id = g.number))
      or (g.subject = 'person' and exists (select from person where id = g.number))
      or (g.subject = 'token' and exists (select from api_token where id = g.number))
      or (g.subject = 'dashboard'
        and exists (select from dashboard where id = g.number and deleted_at is null))
      or (g.subject = 'signature'
        and exists (select from signature where id = g.number and deleted_at is null))
    union all
    select g.subject || ':' || g.id from given g where
      (g.subject = 'source' and exists (select from source where key = g.id))
      or (g.subject = 'alert' and exists (select from alert where key = g.id))
      or (g.subject = 'group' and exists (select from person_group where name = g.id))
      or g.subject = 'setting'`
  return new Set(rows.map(({ about }) => about))
}
