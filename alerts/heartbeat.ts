import { z } from 'zod'
import { post, statusOf } from '#alerts/post.ts'
import { defineAlert } from '#lib/plugin.ts'

/**
 * For services that expect to be called and tell when it stops, as Healthchecks and Dead Man's Snitch do. It says one
 * thing only, that all is well; what is not OK is told by its silence. Only monitors that name it are told by it
 * (lib/alerting/queue.ts): of others it would tell that they recovered.
 */
export const heartbeat = defineAlert({
  id: 'heartbeat',
  label: 'Heartbeat',
  description:
    'Calls an address that expects to be called and tells when it is not. For monitors that name it, and tell after each run that is OK.',
  config: z.object({
    url: z
      .url({ protocol: /^https?$/, error: 'must be an http or https address' })
      .meta({ title: 'URL', placeholder: 'https://hc-ping.com/…', secret: true }),
  }),

  async send({ url }, { to, test }, context) {
    if (to !== 'OK' && !test) return { status: 'silent' }
    return statusOf(await post(url, { method: 'GET' }, context))
  },
})
