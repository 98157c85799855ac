import { connect } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserError } from '#lib/failures.ts'
import type { Call, Route } from '#lib/intake/http/route.ts'
import { freshDatabase } from '#tests/database.ts'
import { cameIn } from '#tests/lib/errors/intake/world.ts'
import { aDirectory, ask, openServer } from '#tests/lib/intake/http/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

/** What answers with whose it is and how long its body was. */
const echo: Route = {
  method: 'POST',
  path: '/echo/:project',
  protocol: 'sentry',
  limits: { packedBytes: 10_000, bytes: 20_000 },
  cors: true,
  credentials: ({ query }) => query.get('key') ?? undefined,
  credentialsIn: body => /^key=(\w+)/.exec(body.toString())?.[1],
  handle: async ({ project, body }: Call) => ({
    status: 200,
    body: { project: project.name, bytes: body.length },
  }),
}
const open: Route = { ...echo, path: '/open', cors: false }

async function serving<T>(
  options: Parameters<typeof openServer>[1],
  work: (server: Awaited<ReturnType<typeof openServer>>) => Promise<T>,
): Promise<T> {
  const server = await openServer(database.pool, { routes: [echo, open], ...options })
  try {
    return await work(server)
  } finally {
    await server.close()
  }
}

describe('whose it is', () => {
  test.each([
    ['Bearer', bearer('other'), 200, 'belfry'],
    ['Basic with the key as the user name', basic('other:'), 200, 'belfry'],
    ['Basic, with any password', basic('other:secret:more'), 200, 'belfry'],
    ['an unknown key', bearer('nobody'), 401, undefined],
    ['an empty key', { authorization: 'Bearer' }, 401, undefined],
    ['another scheme', { authorization: 'Digest other' }, 401, undefined],
    ['no key, from this machine', {}, 200, 'default'],
    ['no key, from a page in a browser', { origin: 'http://localhost:8890' }, 401, undefined],
    ['no key, from a page in a browser', { 'sec-fetch-site': 'cross-site' }, 401, undefined],
    ['no key, by a proxy', { 'x-forwarded-for': '10.0.0.1' }, 401, undefined],
    ['no key, by a proxy', { via: '1.1 proxy' }, 401, undefined],
  ])('%s %j: %i', (_, headers, status, project) =>
    serving({}, async ({ post }) => {
      const answer = await post('/open', '', headers as Record<string, string>)
      expect(answer).toMatchObject({ status, body: project ? { project } : { error: {} } })
    }),
  )

  test('the protocol’s own way, in the address and in the body', () =>
    serving({}, async ({ post }) => {
      const own = { origin: 'http://page' }
      expect(await post('/open?key=other', '', own)).toMatchObject({ body: { project: 'belfry' } })
      expect(await post('/open', 'key=other', own)).toMatchObject({ body: { project: 'belfry' } })
      expect(await post('/open', 'key=nobody', own)).toMatchObject({ status: 401 })
    }))

  test.each([
    ['2', 200],
    ['belfry', 200],
    ['1', 403],
    ['default', 403],
    ['nobody', 403],
  ])('the address names the project %s: %i', (named, status) =>
    serving({}, async ({ post }) => {
      expect((await post(`/echo/${named}`, '', bearer('other'))).status).toBe(status)
    }),
  )

  test('who claims a network or the listener needs no key for it', async () => {
    const claims = { listeners: [], networks: ['10.0.0.0/8'], lists: [] }
    const proxied = { 'x-forwarded-for': '10.1.2.3' }
    await serving({ directory: aDirectory({ claims }), proxies: '127.0.0.1' }, async ({ post }) => {
      expect(await post('/open', '', proxied)).toMatchObject({ body: { project: 'belfry' } })
      expect(await post('/open', '', { 'x-forwarded-for': '11.1.2.3' })).toMatchObject({
        status: 401,
      })
    })
    const all = { listeners: ['http' as const], networks: [], lists: [] }
    await serving({ directory: aDirectory({ claims: all }) }, async ({ post }) =>
      expect(await post('/open', '', proxied)).toMatchObject({ body: { project: 'belfry' } }),
    )
  })

  test('a project takes only the protocols that it allows', () =>
    serving({ directory: aDirectory({ protocols: ['http'] }) }, async ({ post }) => {
      const answer = await post('/open', '', bearer('other'))
      expect(answer).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } })
    }))
})

describe('bodies', () => {
  const bytes = (text: string | Buffer) => new Uint8Array(Buffer.from(text))

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('%s is unpacked, and no further than the limit', (encoding, pack) =>
    serving({}, async ({ post }) => {
      const headers = { 'content-encoding': encoding }
      const fits = await post('/open', bytes(pack('x'.repeat(9_000))), headers)
      expect(fits).toMatchObject({ status: 200, body: { bytes: 9_000 } })
      const bomb = await post('/open', bytes(pack('x'.repeat(5_000_000))), headers)
      expect(bomb).toMatchObject({ status: 413, body: { error: { code: 'too_large' } } })
    }),
  )

  test.each([
    ['an unknown encoding', { 'content-encoding': 'lzma' }, 'x', 415],
    ['two encodings', { 'content-encoding': 'gzip, gzip' }, 'x', 415],
    ['no gzip', { 'content-encoding': 'gzip' }, 'no gzip', 400],
    ['half a gzip', { 'content-encoding': 'gzip' }, gzipSync('x'.repeat(999)).subarray(0, 15), 400],
  ])('%s', (_, headers, body, status) =>
    serving({}, async ({ post }) => {
      expect((await post('/open', bytes(body), headers as Record<string, string>)).status).toBe(
        status,
      )
    }),
  )

  test('any bytes said to be packed are answered', () =>
    serving({}, async ({ post }) => {
      const encodings = fc.constantFrom('gzip', 'deflate', 'br', 'zstd')
      const packed = fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc
          .string()
          .map(text => new Uint8Array(gzipSync(text)).map((byte, i) => (i === 12 ? 0 : byte))),
      )
      await fc.assert(
        fc.asyncProperty(packed, encodings, async (body, encoding) => {
          const { status } = await post('/open', new Uint8Array(body), {
            'content-encoding': encoding,
          })
          expect([200, 400, 413]).toContain(status)
        }),
        { numRuns: 60 },
      )
    }))

  test('a body without an end is cut off, once the sender had its chance to read why', () =>
    serving({}, async ({ url }) => {
      const { hostname, port } = new URL(url)
      const socket = connect(Number(port), hostname)
      let answer = ''
      socket.on('data', data => (answer += data))
      const ended = new Promise(resolve => socket.once('close', resolve))
      socket.on('error', () => {})
      socket.write('POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n')
      const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
      const more = () => {
        while (socket.writable && socket.write(chunk));
      }
      socket.on('drain', more)
      more()
      await ended
      expect(answer === '' || answer.startsWith('HTTP/1.1 413')).toBe(true)
    }))

  test('one that its sender does not finish holds nothing', () =>
    serving({}, async ({ url, post }) => {
      const { hostname, port } = new URL(url)
      const socket = connect(Number(port), hostname)
      socket.write('POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf')
      socket.destroySoon()
      await until(() => socket.closed)
      expect((await post('/open', '')).status).toBe(200)
    }))
})

describe('requests', () => {
  test.each([
    ['POST', '/nothing', 404, 'not_found'],
    ['GET', '/nothing', 404, 'not_found'],
    ['POST', '/%ff%zz', 404, 'not_found'],
    ['GET', '/open', 405, 'not_allowed'],
    ['OPTIONS', '/open', 405, 'not_allowed'],
  ])('%s %s: %i', (method, path, status, code) =>
    serving({}, async ({ url }) => {
      const answer = await ask(`${url}${path}`, { method })
      expect(answer).toMatchObject({
        status,
        body: { error: { code, message: expect.any(String) } },
      })
      if (status === 405) expect(answer.headers.allow).toBe('POST')
    }),
  )

  test('browsers may ask where a protocol is made for them', () =>
    serving({}, async ({ url, post }) => {
      const asked = await ask(`${url}/echo/1`, { method: 'OPTIONS' })
      expect(asked).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': '*' } })
      const { headers } = await post('/echo/2', '', { ...bearer('other'), origin: 'http://page' })
      expect(headers['access-control-allow-origin']).toBe('*')
    }))

  test.each([
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400 .*no HTTP request/s],
    ['headers without end', `POST / HTTP/1.1\r\nA: ${'x'.repeat(20_000)}`, /^HTTP\/1\.1 431 /],
  ])('%s is told so', (_, sent, expected) =>
    serving({}, async ({ url }) => {
      const { hostname, port } = new URL(url)
      const socket = connect(Number(port), hostname)
      let answer = ''
      socket.on('data', data => (answer += data)).on('error', () => {})
      socket.write(sent)
      await new Promise(resolve => socket.once('close', resolve))
      expect(answer).toMatch(expected)
    }),
  )

  test('a mistake of ours is answered, counted, and shows nothing of itself', () =>
    serving(
      { routes: [{ ...open, handle: () => Promise.reject(new TypeError('inner thing')) }] },
      async server => {
        const answer = await server.post('/open', '')
        expect(answer).toMatchObject({ status: 500, body: { error: { code: 'internal' } } })
        expect(JSON.stringify(answer.body)).not.toContain('inner thing')
        await until(async () => (await cameIn(database.pool))['sentry invalid'])
      },
    ))

  test('a limit says when to come again', () => {
    const refused = new UserError('too much', { code: 'too_many', retryAfterSeconds: 7 })
    return serving(
      { routes: [{ ...open, handle: () => Promise.reject(refused) }] },
      async ({ post }) => {
        const answer = await post('/open', '')
        expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '7' } })
      },
    )
  })

  test('what is being answered when the intake is closed gets its answer, and nothing new is taken', async () => {
    const asked = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const slow: Route = {
      ...open,
      async handle() {
        asked.resolve()
        await gate.promise
        return { status: 200, body: {} }
      },
    }
    const { post, close } = await openServer(database.pool, { routes: [slow] })
    const answer = post('/open', '')
    await asked.promise
    const closing = close()
    await expect(post('/open', '')).rejects.toThrow()
    gate.resolve()
    expect(await answer).toMatchObject({ status: 200, headers: { connection: 'close' } })
    await closing
  })
})

test('a port that is taken is one sentence', () =>
  serving({}, async ({ url }) => {
    const { port } = new URL(url)
    await expect(openServer(database.pool, { port })).rejects.toThrow(
      `Cannot listen for HTTP on 127.0.0.1:${port}: the port is taken.`,
    )
  }))
