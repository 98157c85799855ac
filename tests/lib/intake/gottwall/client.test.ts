import { expect, test } from 'vitest'
import { actionUrl, countAt, readDsn } from '#lib/intake/gottwall/client.ts'
import { keyShown } from '#lib/intake/gottwall/credentials.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { serve } from '#tests/servers.ts'

test('an address in one line says where, for whom and with which keys', () => {
  const target = readDsn('https://pub:pri%2Fvate@belfry.example.com:8890/a/b/shop')
  expect(target).toEqual({
    ...{ proto: 'https', host: 'belfry.example.com', port: 8890, prefix: 'a/b' },
    ...{ project: 'shop', publicKey: 'pub', privateKey: 'pri/vate' },
  })
  expect(actionUrl(target, 'gauge')).toBe('https://belfry.example.com:8890/a/b/api/v1/shop/gauge')
})

test('without a port and a prefix it has none', () => {
  const target = readDsn('http://pub:private@[::1]/shop')
  expect(actionUrl(target, 'incr')).toBe('http://[::1]/api/v1/shop/incr')
})

test.each(['nonsense', 'http://host/shop', 'http://a:b@host/', 'ftp://a:b@host/shop'])(
  '%s is told to be no address',
  text => {
    expect(() => readDsn(text)).toThrow('The address is to be like http://')
  },
)

test('what is sent is signed with both keys, and the private one is not in it', async () => {
  let seen = ''
  let header: string | undefined
  const server = await serve((request, response) => {
    header = String(request.headers['x-gottwall-auth'])
    request.on('data', data => {
      seen += data
    })
    request.on('end', () => response.end('OK'))
  })
  const target = readDsn(server.url.replace('://', '://public:private@').concat('/shop'))
  expect(await countAt(target, { action: 'incr', name: 'orders', value: 2 })).toEqual({
    ok: true,
    said: 'OK',
  })
  await server.close()
  const key = { id: 7, projectId: 1, publicKey: 'public', privateKey: 'private' }
  const holder = { project: aProject(), keys: [key] }
  expect(keyShown({ 'x-gottwall-auth': header }, holder, Date.now() / 1000)).toBe(key)
  expect(seen).toBe('{"name":"orders","value":2}')
  expect(`${header}${seen}`).not.toContain('private')
})

test('a server that is not there is an answer like any other', async () => {
  const server = await serve(() => {})
  await server.close()
  const target = readDsn(server.url.replace('://', '://public:private@').concat('/shop'))
  expect(await countAt(target, { action: 'incr', name: 'orders' })).toMatchObject({ ok: false })
})
