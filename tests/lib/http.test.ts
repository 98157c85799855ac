import { lookup as systemLookup } from 'node:dns'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lookup } from '#lib/connect.ts'
import { certificateEnd, guardedFetch } from '#lib/http.ts'
import { certificate, serve, serveTls, type TestServer } from '#tests/servers.ts'

const admin = guardedFetch({ trust: 'admin' })
const script = guardedFetch({ trust: 'script', allow: [] })
const refused = { name: 'RemoteError', permanent: true, status: 'refused' }

let server: TestServer
let other: TestServer
let tls: TestServer
/** Requests that reached the second server, which no redirect may reach. */
let reached = 0

beforeAll(async () => {
  setDefaultCACertificates([...getCACertificates('bundled'), certificate])
  server = await serve(answer)
  other = await serve((_, response) => {
    reached++
    response.end('private')
  })
  tls = await serveTls((request, response) => {
    if (request.url === '/down') response.writeHead(302, { location: server.url })
    response.end('sealed')
  })
})
afterAll(() => Promise.all([server, other, tls].map(each => each.close())))

function answer(request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://x')
  const to = url.searchParams.get('to')
  const hops = Number(url.searchParams.get('hops'))
  if (to) response.writeHead(Number(url.searchParams.get('status') ?? 302), { location: to }).end()
  else if (hops) response.writeHead(302, { location: `/?hops=${hops - 1}` }).end()
  else if (url.pathname === '/bomb') {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    response.end(gzipSync(Buffer.alloc(5_000_000)))
  } else if (url.pathname === '/brotli-bomb') {
    response.writeHead(200, { 'content-encoding': 'br' })
    response.end(brotliCompressSync(Buffer.alloc(5_000_000)))
  } else if (url.pathname === '/packed') {
    const packed = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }
    const encoding = url.searchParams.get('as') as keyof typeof packed
    response.writeHead(200, { 'content-encoding': encoding }).end(packed[encoding]('content'))
  } else if (url.pathname === '/torn') {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('content').subarray(0, 12))
  } else if (url.pathname === '/endless') {
    response.write('x')
    const drip = setInterval(() => response.write('x'), 10)
    response.on('close', () => clearInterval(drip))
  } else if (url.pathname === '/flood') {
    const chunk = Buffer.alloc(65_536)
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', pour)
    pour()
  } else if (url.pathname === '/headers') {
    request.socket.write('HTTP/1.1 200 OK\r\n')
    const drip = setInterval(() => request.socket.write('x-more: more\r\n'), 10)
    request.socket.on('close', () => clearInterval(drip))
  } else if (url.pathname === '/large-header') {
    request.socket.end(`HTTP/1.1 200 OK\r\nx-large: ${'x'.repeat(1_000_000)}\r\n\r\n`)
  } else if (url.pathname === '/silent') response.on('close', () => {})
  else if (url.pathname === '/empty') response.writeHead(204).end()
  else if (url.pathname === '/odd') response.writeHead(799).end()
  else if (url.pathname === '/broken') request.socket.destroy()
  else echo(request, response)
}

function echo(request: IncomingMessage, response: ServerResponse) {
  let body = ''
  request.on('data', chunk => {
    body += chunk
  })
  request.on('end', () => {
    response.end(JSON.stringify({ method: request.method, headers: request.headers, body }))
  })
}

const redirect = (to: string, status = 302) =>
  `${server.url}/?status=${status}&to=${encodeURIComponent(to)}`

describe('an address that a script chose', () => {
  test.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://0.0.0.0/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/',
    'http://100.64.0.1/',
    'http://10.0.0.1/',
    'http://192.168.0.1/',
    'http://[fc00::1]/',
    'http://[fe80::1]/',
    'http://224.0.0.1/',
    'http://[64:ff9b::7f00:1]/',
    'http://①②⑦.⓪.⓪.①/',
    'http://１２７.0.0.1/',
    'http://127。0。0。1/',
    'http://example.com@127.0.0.1/',
    'http://127.0.0.1#@example.com/',
    'http://127.0.0.1\\@example.com/',
    'http://127.0\t.0.1/',
    'http://127.0\n.0.1/',
    'file:///etc/passwd',
    'ftp://example.com/',
    'gopher://127.0.0.1/',
    'data:text/plain,x',
    'javascript:alert(1)',
    'http://user:password@example.com/',
    'not an address',
    '',
  ])('%j is refused', async url => {
    await expect(script(url)).rejects.toMatchObject(refused)
  })

  test.each(['public.example', 'localhost.'])(
    '%s is refused by the address that it leads to',
    async host => {
      const asked = guardedFetch({ trust: 'script', allow: [] }, { lookup: leadingTo('127.0.0.1') })
      await expect(asked(`http://${host}:${other.port}/`)).rejects.toMatchObject({
        ...refused,
        message: `${host} is at 127.0.0.1, which is not a public address`,
      })
      expect(reached).toBe(0)
    },
  )

  test('is checked again each time its name is looked up', async () => {
    const answers = ['127.0.0.2', '127.0.0.1']
    const rebinding: Lookup = (name, options, callback) =>
      leadingTo(answers.shift() ?? '')(name, options, callback)
    const asked = guardedFetch({ trust: 'script', allow: ['127.0.0.2'] }, { lookup: rebinding })
    const url = `http://public.example:${other.port}/`
    await expect(asked(url)).rejects.not.toMatchObject(refused)
    await expect(asked(url)).rejects.toMatchObject(refused)
    expect(reached).toBe(0)
  })

  test.each(['127.0.0.0/8', '127.0.0.1'])('is asked when %s is allowed', async entry => {
    const asked = guardedFetch({ trust: 'script', allow: [entry] })
    expect((await asked(server.url)).status).toBe(200)
  })

  test('is asked at the one port that is allowed', async () => {
    const asked = guardedFetch({ trust: 'script', allow: [`localhost:${server.port}`] })
    expect((await asked(`http://localhost:${server.port}/`)).status).toBe(200)
    await expect(asked(`http://localhost:${other.port}/`)).rejects.toMatchObject(refused)
    await expect(
      asked(redirect(other.url).replace('127.0.0.1', 'localhost')),
    ).rejects.toMatchObject(refused)
  })

  test('in a closed network is refused though the list allows it', async () => {
    const asked = guardedFetch({ trust: 'script', allow: ['169.254.0.0/16'] })
    await expect(asked('http://169.254.169.254/')).rejects.toMatchObject(refused)
  })
})

describe('an address that an admin typed', () => {
  test('may be private', async () => {
    expect((await admin(server.url)).status).toBe(200)
  })

  test.each(['http://169.254.169.254/', 'http://[fd00:ec2::254]/', 'http://[fe80::1]/'])(
    '%s is refused all the same',
    async url => {
      await expect(admin(url)).rejects.toMatchObject(refused)
    },
  )
})

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('%i within the server is followed', async status => {
    expect((await admin(redirect('/', status))).status).toBe(200)
  })

  test.each([301, 302, 307, 308])('%i to another private address is refused', async status => {
    await expect(admin(redirect(other.url, status))).rejects.toMatchObject(refused)
    expect(reached).toBe(0)
  })

  test.each(['http://169.254.169.254/', 'file:///etc/passwd', 'gopher://x', 'http://u:p@x/'])(
    'to %s is refused',
    async to => {
      await expect(admin(redirect(to))).rejects.toMatchObject(refused)
    },
  )

  test('is followed three times, not four', async () => {
    expect((await admin(`${server.url}/?hops=3`)).status).toBe(200)
    await expect(admin(`${server.url}/?hops=4`)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('more than 3 times'),
    })
  })

  test('from https to http is refused', async () => {
    await expect(admin(`${tls.url}/down`)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('from https to http'),
    })
  })

  test('to another origin takes no credentials along', async () => {
    const asked = guardedFetch({ trust: 'script', allow: ['127.0.0.1', 'localhost'] })
    const headers = {
      authorization: 'Basic x',
      cookie: 'a=b',
      'x-api-key': 'k',
      accept: 'text/plain',
    }
    const elsewhere = redirect(`http://localhost:${server.port}/`)
    const { headers: arrived } = (await (await asked(elsewhere, { headers })).json()) as {
      headers: Record<string, string>
    }
    expect(arrived).not.toHaveProperty('authorization')
    expect(arrived).not.toHaveProperty('cookie')
    expect(arrived).not.toHaveProperty('x-api-key')
    expect(arrived.accept).toBe('text/plain')
  })

  test('within the origin keeps them', async () => {
    const response = await admin(redirect('/'), { headers: { authorization: 'Basic x' } })
    expect(await response.json()).toMatchObject({ headers: { authorization: 'Basic x' } })
  })

  test.each([
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'content'],
    [308, 'POST', 'content'],
  ])('%i of a POST becomes a %s', async (status, method, body) => {
    const response = await admin(redirect('/', status), { method: 'POST', body: 'content' })
    expect(await response.json()).toMatchObject({ method, body })
  })

  test('can be left to the caller', async () => {
    const response = await admin(redirect('/there'), { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([302, '/there'])
  })
})

describe('an answer', () => {
  test.each(['/bomb', '/brotli-bomb', '/flood'])('%s is too much and is refused', async path => {
    await expect(admin(`${server.url}${path}`, { maxBytes: 100_000 })).rejects.toMatchObject({
      message: expect.stringContaining('more than 100000 bytes'),
    })
  })

  test('with a header beyond all measure is refused', async () => {
    await expect(admin(`${server.url}/large-header`)).rejects.toThrow(/[Hh]eaders? .*[Oo]verflow/)
  })

  test.each(['gzip', 'deflate', 'br'])('packed as %s is unpacked', async encoding => {
    expect(await (await admin(`${server.url}/packed?as=${encoding}`)).text()).toBe('content')
    const head = await admin(`${server.url}/packed?as=${encoding}`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  test.each(['/endless', '/silent', '/headers'])('%s ends at the time limit', async path => {
    await expect(admin(`${server.url}${path}`, { timeoutMs: 200 })).rejects.toMatchObject({
      name: 'RemoteError',
      permanent: false,
      message: expect.stringContaining('did not answer within 200 ms'),
    })
  })

  test('is given up when its caller has had enough', async () => {
    const reason = new Error('enough')
    await expect(admin(`${server.url}/silent`, { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    )
  })

  test('without content comes through', async () => {
    expect((await admin(`${server.url}/empty`)).status).toBe(204)
  })

  test.each([
    ['/odd', 'status 799'],
    ['/torn', 'unexpected end of file'],
    ['/broken', 'broke off the connection'],
  ])('%s is told in words', async (path, words) => {
    await expect(admin(server.url + path)).rejects.toMatchObject({
      name: 'RemoteError',
      message: expect.stringContaining(words),
    })
  })

  test('that cannot come is told in words', async () => {
    const gone = await serve(() => {})
    await gone.close()
    await expect(admin(gone.url)).rejects.toThrow(`127.0.0.1:${gone.port} refuses the connection`)
    await expect(admin('http://nowhere.invalid/')).rejects.toThrow(
      /nowhere.invalid (is not known|cannot be looked up)/,
    )
  })
})

describe('a certificate', () => {
  test('says until when it holds', async () => {
    const end = certificateEnd(await admin(tls.url))
    expect(end?.getUTCFullYear()).toBeGreaterThan(2100)
  })

  test('is not there without TLS', async () => {
    expect(certificateEnd(await admin(server.url))).toBeUndefined()
  })

  test('for another name is refused, unless an admin takes any', async () => {
    const named = guardedFetch({ trust: 'admin' }, { lookup: leadingTo('127.0.0.1') })
    const url = `https://elsewhere.example:${tls.port}/`
    await expect(named(url)).rejects.toThrow('is for another name')
    expect((await named(url, { verifyTls: false })).status).toBe(200)
    await expect(named(url)).rejects.toThrow('is for another name')
  })
})

function leadingTo(address: string): Lookup {
  return (name, options, callback) =>
    name.endsWith('.example') || name.endsWith('.')
      ? callback(null, [{ address, family: 4 }])
      : systemLookup(name, options, callback)
}
