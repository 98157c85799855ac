import { expect, test } from 'vitest'
import { hostOnly, keyedAddresses, withHostsOnly } from '#lib/shown-address.ts'
import { webAddress } from '#lib/web-address.ts'

test.each([
  [
    'a key in the path',
    'https://hooks.example.com/services/T0/canary',
    'hooks.example.com/********',
  ],
  ['a key in the query', 'https://example.com:8443?key=canary', 'example.com:8443/********'],
  ['a password', 'http://u:canary@example.com/', 'example.com/********'],
  ['a fragment', 'http://[::1]:80/#canary', '[::1]/********'],
  ['a host alone', 'https://example.com/', 'https://example.com/'],
  ['no address', 'POST', 'POST'],
  ['one that is not of the web', 'smtp:25', 'smtp:25'],
])('%s: %s is shown as %s', (_, address, shown) => {
  expect(hostOnly(address)).toBe(shown)
})

test('what is shown cannot be saved as an address by mistake', () => {
  expect(webAddress.safeParse(hostOnly('https://example.com/canary')).success).toBe(false)
})

test('of settings the addresses are shown so, and told apart', () => {
  const settings = { url: 'https://a.example.com/canary', method: 'POST', headers: { a: 'b' } }
  expect(withHostsOnly(settings)).toEqual({ ...settings, url: 'a.example.com/********' })
  expect(keyedAddresses(settings)).toEqual([settings.url])
})
