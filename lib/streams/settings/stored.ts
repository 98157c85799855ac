import {
  type StreamSettings,
  streamSetting,
  streamSettings,
} from '#lib/streams/settings/setting.ts'
import type { Queryable } from '#lib/transaction.ts'

/** As they stand now. */
export async function settingsIn(client: Queryable): Promise<StreamSettings> {
  const { rows } = await client.query<{ value: unknown }>(
    'select value from setting where key = $1',
    [streamSetting.key],
  )
  return streamSettings.parse(rows[0]?.value ?? {})
}
