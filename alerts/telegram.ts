import { z } from 'zod'
import { postJson, statusOf } from '#alerts/post.ts'
import { cut, headline, plainText } from '#alerts/text.ts'
import { defineAlert, type Transition } from '#lib/plugin.ts'
import { webAddress } from '#lib/web-address.ts'

/** Telegram's limit of a message is 4096 characters. */
const TEXT_LIMIT = 4_096

export const telegram = defineAlert({
  id: 'telegram',
  label: 'Telegram',
  description: 'Writes to a chat, group or channel as a bot.',
  config: z.object({
    botToken: z
      .string()
      .regex(/^\d+:[\w-]+$/, 'must look like 123456:ABC-DEF…')
      .meta({ title: 'Bot token', description: 'From @BotFather.', secret: true }),
    chatId: z
      .union([
        z.string().regex(/^(-?\d+|@\w+)$/, 'must be a number, or @name of a channel'),
        z.int().transform(String),
      ])
      .meta({ title: 'Chat', placeholder: '-1001234567890' }),
    apiUrl: webAddress
      .default('https://api.telegram.org')
      .meta({ title: 'API URL', description: 'Of a Bot API server of your own.' }),
  }),

  async send({ botToken, chatId, apiUrl }, transition, context) {
    const url = `${apiUrl.replace(/\/$/, '')}/bot${botToken}/sendMessage`
    return statusOf(await postJson(url, { chat_id: chatId, ...message(transition) }, context))
  },
})

/** Without a parse mode nothing in the text is markup; names after an @ are kept from being mentions. */
export function message(transition: Transition) {
  const text = `${headline(transition)}\n\n${plainText(transition)}`
  return {
    text: cut(text.replace(/@(?=\w)/g, '@\u200b'), TEXT_LIMIT),
    link_preview_options: { is_disabled: true },
  }
}
