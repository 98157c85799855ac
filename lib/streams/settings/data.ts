import { pool } from '#lib/db/client.ts'
import { settingsIn } from '#lib/streams/settings/stored.ts'

export const getStreamSettings = () => settingsIn(pool())
