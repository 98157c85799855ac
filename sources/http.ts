import { z } from 'zod'
import { parseAllowed } from '#lib/addresses.ts'
import { certificateEnd, type GuardedInit } from '#lib/http.ts'
import { defineSource, type SourceContext } from '#lib/plugin.ts'

const DAY_MS = 86_400_000
/** Below the broker's limit for an answer, with room for the quotes of JSON. */
const MAX_BODY_BYTES = 3 * 1024 * 1024

const config = z.object({
  allow: z
    .array(
      z
        .string()
        .trim()
        .refine(entry => parseAllowed(entry), 'must be a host, host:port or a network'),
    )
    .default([])
    .meta({
      title: 'Allowed private addresses',
      description:
        'Hosts, `host:port` or networks such as `10.0.0.0/8` that scripts may ask besides public addresses.',
      placeholder: '10.0.0.0/8',
    }),
})

/** What says where a request goes and where it ends. A host of its own choice would open what an allowed one serves for others. */
const RESERVED_HEADERS = [
  ...['host', 'connection', 'content-length', 'expect', 'keep-alive', 'proxy-authorization'],
  ...['proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
]
const headerName = z
  .string()
  .refine(name => !RESERVED_HEADERS.includes(name.toLowerCase()), 'is set by Belfry itself')

const url = z.string().min(1, 'is empty').max(10_000).meta({ title: 'url' })
const options = z
  .strictObject({
    headers: z.record(headerName, z.string()).optional(),
    timeoutMs: z.number().min(1).optional(),
    redirect: z.enum(['follow', 'manual']).optional(),
  })
  .optional()
  .meta({ title: 'options' })
const body = z.json().optional().meta({ title: 'body' })

const answer = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  text: z.string(),
  timeMs: z.number(),
  certificateDaysLeft: z.number().nullable(),
})
type Options = z.output<typeof options>

export const http = defineSource({
  id: 'http',
  label: 'HTTP',
  description: 'Asks web sites and JSON APIs: public addresses, and those that are allowed here.',
  config,
  policy: ({ allow }) => ({ trust: 'script', allow }),

  methods: method => ({
    get: method({
      description: 'Gets an address; whatever the status, the answer comes back.',
      args: [url, options],
      returns: answer,
      call: async (_, [address, init], context) => ask('GET', address, undefined, init, context),
    }),
    head: method({
      description: 'Like get, without the body.',
      args: [url, options],
      returns: answer,
      call: async (_, [address, init], context) => ask('HEAD', address, undefined, init, context),
    }),
    post: method({
      description: 'Posts a text, or anything else as JSON.',
      args: [url, body, options],
      returns: answer,
      call: async (_, [address, content, init], context) =>
        ask('POST', address, content, init, context),
    }),
  }),

  // There is nothing to ask: which addresses are asked is up to the scripts.
  check: async () => {},
})

async function ask(
  method: string,
  address: string,
  content: unknown,
  options: Options,
  context: SourceContext,
): Promise<z.output<typeof answer>> {
  const start = performance.now()
  const response = await context.fetch(address, {
    method,
    ...payload(content, options?.headers),
    redirect: options?.redirect,
    signal: context.signal,
    timeoutMs: Math.min(options?.timeoutMs ?? context.timeoutMs, context.timeoutMs),
    maxBytes: MAX_BODY_BYTES,
  })
  const timeMs = Math.round((performance.now() - start) * 10) / 10
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await textOf(response),
    timeMs,
    certificateDaysLeft: daysUntil(certificateEnd(response)),
  }
}

function payload(content: unknown, given: Record<string, string> = {}): GuardedInit {
  if (content === undefined) return { headers: given }
  if (typeof content === 'string') return { headers: given, body: content }
  const isNamed = Object.keys(given).some(name => name.toLowerCase() === 'content-type')
  const headers = isNamed ? given : { ...given, 'content-type': 'application/json' }
  return { headers, body: JSON.stringify(content) }
}

/** The body in the encoding that its answer names; bytes that do not fit it are marked. */
async function textOf(response: Response): Promise<string> {
  const [, name = 'utf-8'] =
    /charset="?([^";\s]+)/i.exec(response.headers.get('content-type') ?? '') ?? []
  const bytes = await response.arrayBuffer()
  try {
    return new TextDecoder(name).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

const daysUntil = (end: Date | undefined): number | null =>
  end ? Math.floor((end.getTime() - Date.now()) / DAY_MS) : null
