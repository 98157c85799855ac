import { expect, test } from 'vitest'
import { addressOf, serversOf } from '#lib/db/servers.ts'

test.each([
  ['postgres://u:p@a:5432/db', ['postgres://u:p@a:5432/db']],
  ['postgres://u:p@a:1,b:2/db', ['postgres://u:p@a:1/db', 'postgres://u:p@b:2/db']],
  [
    'postgresql://u@a,b/db?sslmode=require',
    ['postgresql://u@a/db?sslmode=require', 'postgresql://u@b/db?sslmode=require'],
  ],
  ['postgres://u:p@[::1]:1,[::2]/db', ['postgres://u:p@[::1]:1/db', 'postgres://u:p@[::2]/db']],
  ['postgres://a,b', ['postgres://a', 'postgres://b']],
  ['postgres://u:x,y@a/db', ['postgres://u:x,y@a/db']],
  ['postgres://u:x@y@a,b/db', ['postgres://u:x@y@a/db', 'postgres://u:x@y@b/db']],
  ['postgres:///db?host=/run/a,b', ['postgres:///db?host=/run/a,b']],
])('%s names its servers', (url, servers) => {
  expect(serversOf(url)).toEqual(servers)
})

test('where a server is says nothing of who asks it', () => {
  expect(addressOf('postgres://u:p@a:5432/db?application_name=x')).toBe('a:5432')
  expect(addressOf('postgres:///db?host=/run')).toBe('its socket')
})
