import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { getStreamSettings } from '#lib/streams/settings/data.ts'
import { setStreamSettings } from '#lib/streams/settings/mutations.ts'
import { streamSettings, streamSettingsPatch } from '#lib/streams/settings/setting.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'settings:read',
    summary: 'Reads how streams are run, and for how long they are kept',
    answer: streamSettings,
    handle: () => getStreamSettings(),
  }),
  PATCH: serve({
    right: 'settings:write',
    summary: 'Changes how streams are run, and for how long they are kept',
    body: streamSettingsPatch,
    answer: streamSettings,
    async handle({ body, person }) {
      await setStreamSettings(body, person)
      return getStreamSettings()
    },
  }),
})
