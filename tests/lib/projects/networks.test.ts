import { expect, test } from 'vitest'
import { networkOf, networkTable } from '#lib/projects/networks.ts'

test.each([
  ['10.1.2.3/16', '10.1.0.0/16'],
  ['10.1.2.3/13', '10.0.0.0/13'],
  ['10.1.2.3', '10.1.2.3/32'],
  ['::ffff:10.1.2.3', '10.1.2.3/32'],
  ['2001:db8::1/32', '2001:db8::/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
])('%s means %s', (text, expected) => {
  expect(networkOf(text)).toBe(expected)
})

test.each([
  ['10.1.2.3', 'floor'],
  ['10.1.3.3', 'house'],
  ['::ffff:10.1.2.3', 'floor'],
  ['10.2.0.1', undefined],
  ['2001:db8::7', 'new house'],
  ['fe80::1%eth0', undefined],
  ['not an address', undefined],
  ['', undefined],
])('%s is in the network of %s', (address, expected) => {
  const ownerOf = networkTable([
    ['10.1.0.0/16', 'house'],
    ['10.1.2.0/24', 'floor'],
    ['2001:db8::/32', 'new house'],
  ])
  expect(ownerOf(address)).toBe(expected)
  expect(ownerOf(address)).toBe(expected)
})
