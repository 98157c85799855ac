import { messageOfBody } from '#lib/intake/mail/body.ts'
import { pushed } from '#lib/intake/redis/emit.ts'
import type { Adapter } from '#tests/golden/adapter.ts'

/** What Firetower's clients and its collectors of mail send. */
export const clients: Adapter['groups'] = {
  emit: ({ event, expected_pushed }) => ({
    expected: expected_pushed,
    got: JSON.parse(pushed(String(event))),
  }),

  mail_import({ body_length, expected_imported }) {
    const body = 'x'.repeat(Number(body_length))
    return { expected: expected_imported, got: messageOfBody(body) !== undefined }
  },
}
