import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { Actor } from '#lib/access/person.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { Undoer } from '#lib/audit/undo.ts'
import { cannotUndo } from '#lib/audit/undoer.ts'
import { parse } from '#lib/parse.ts'
import type { Queryable } from '#lib/transaction.ts'

/** A row of the table `setting` that people change; what is not stored has the schema's defaults. */
export interface Setting<S extends z.ZodType = z.ZodType> {
  key: string
  schema: S
  /** stands in the trail */
  action: string
  /** for messages, as `The retention` */
  title: string
}

/** Changes a setting; what the patch leaves out stays. Throws a UserError that names the field. */
export async function changeSetting(
  client: Queryable,
  { key, schema, action, title }: Setting,
  patch: object,
  actor: Actor,
): Promise<void> {
  const before = schema.parse(await lockSetting(client, key))
  const after = parse(schema, { ...(before as object), ...patch }, title)
  if (isDeepStrictEqual(before, after)) return
  await write(client, key, after)
  await recordChange(client, {
    ...{ actor, action, subject: 'setting', subjectId: key },
    change: { before, after },
  })
}

/** Gives a setting its old value back, unless it was changed again since. */
export const undoSetting = ({ key, schema }: Setting): Undoer => ({
  right: 'settings:write',
  isReached: async () => true,
  async take(client, { change: { before, after } }) {
    if (!isDeepStrictEqual(schema.parse(await lockSetting(client, key)), after))
      throw cannotUndo('it was changed again since')
    await write(client, key, before)
  },
})

async function lockSetting(client: Queryable, key: string): Promise<unknown> {
  await client.query(`insert into setting (key, value) values ($1, '{}') on conflict do nothing`, [
    key,
  ])
  const { rows } = await client.query<{ value: unknown }>(
    'select value from setting where key = $1 for update',
    [key],
  )
  return rows[0]?.value
}

const write = (client: Queryable, key: string, value: unknown) =>
  client.query('update setting set value = $2 where key = $1', [key, JSON.stringify(value)])
