import { channelOf, PATTERN, setOf } from '#lib/intake/gottwall/channels.ts'
import { type Address, actionUrl, countAt } from '#lib/intake/gottwall/client.ts'
import type { Adapter } from '#tests/golden/adapter.ts'
import { serve } from '#tests/servers.ts'

/** Where clients send, and what they make of the answer. */
export const clients: Adapter['groups'] = {
  url: ({ action, expected, ...address }) => ({
    expected,
    got: actionUrl(address as unknown as Address, String(action)),
  }),

  async client({ status, expected }) {
    const server = await serve((_, response) => response.writeHead(Number(status)).end())
    const { hostname: host, port } = new URL(server.url)
    const target = { proto: 'http', host, port: Number(port), prefix: '', project: 'test_project' }
    const keys = { publicKey: 'public_key', privateKey: 'private_key' }
    const { ok } = await countAt({ ...target, ...keys }, { action: 'incr', name: 'orders' })
    await server.close()
    return { expected, got: ok }
  },

  redis({ project, public_key, secret_key, expected }) {
    const named = {
      project: String(project),
      publicKey: String(public_key),
      privateKey: String(secret_key),
    }
    return {
      expected,
      got: { pattern: PATTERN, channel: channelOf(named), bucket_key: setOf(named) },
    }
  },
}
