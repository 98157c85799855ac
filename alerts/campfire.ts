import { z } from 'zod'
import { post, statusOf } from '#alerts/post.ts'
import { plainText } from '#alerts/text.ts'
import { defineAlert, type Transition } from '#lib/plugin.ts'

export const campfire = defineAlert({
  id: 'campfire',
  label: 'Campfire',
  description:
    "Posts to a room: by the bot URL of today's self-hosted Campfire, or by the API of the classic one.",
  config: z
    .object({
      botUrl: z
        .url({ protocol: /^https?$/ })
        .optional()
        .meta({
          title: 'Bot URL',
          description: 'Instead of the other three.',
          placeholder: 'https://campfire.example.com/rooms/1/1-abc/messages',
          secret: true,
        }),
      subdomain: z
        .string()
        .regex(/^[a-z0-9][a-z0-9-]*$/i, 'must be the first part of the address alone')
        .optional()
        .meta({ title: 'Subdomain', description: 'NAME in https://NAME.campfirenow.com' }),
      roomId: z
        .union([z.string().regex(/^\d+$/, 'must be a number'), z.int().transform(String)])
        .optional()
        .meta({ title: 'Room' }),
      apiToken: z.string().min(1).optional().meta({ title: 'API token', secret: true }),
    })
    .superRefine((config, context) => {
      if (config.botUrl) return
      for (const key of ['subdomain', 'roomId', 'apiToken'] as const)
        if (!config[key])
          context.addIssue({ code: 'custom', path: [key], message: 'is missing (or give botUrl)' })
    }),

  async send({ botUrl, subdomain = '', roomId = '', apiToken = '' }, transition, context) {
    const { url, ...request } = botUrl
      ? botRequest(botUrl, transition)
      : classicRequest({ subdomain, roomId, apiToken }, transition)
    return statusOf(await post(url, request, context))
  },
})

export function classicRequest(
  { subdomain, roomId, apiToken }: { subdomain: string; roomId: string; apiToken: string },
  transition: Transition,
) {
  return {
    method: 'POST',
    url: `https://${subdomain}.campfirenow.com/room/${roomId}/speak.json`,
    headers: {
      'content-type': 'application/json',
      // The token is the user; any password will do.
      authorization: `Basic ${Buffer.from(`${apiToken}:X`).toString('base64')}`,
    },
    body: JSON.stringify({ message: { body: plainText(transition), type: 'PasteMessage' } }),
  }
}

/** Campfire reads what a bot says as HTML; a `>` alone is text there and stays readable elsewhere. */
function botRequest(url: string, transition: Transition) {
  const body = plainText(transition).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return { method: 'POST', url, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}
