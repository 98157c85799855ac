import { describe, expect, test } from 'vitest'
import { isAllowed, parseAllowed, zoneOf } from '#lib/addresses.ts'

describe('the zone of an address', () => {
  test.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    '%s is the Internet',
    address => expect(zoneOf(address)).toBe('internet'),
  )

  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '240.0.0.1',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    'fc00::1',
    'fd12:3456::1',
    'fec0::1',
    '2002:7f00:1::',
    '2001:db8::1',
    '2002:808:808::1',
    '::ffff:0:7f00:1',
    '2001:0:7f00:1::1',
    '3fff::1',
    '100::1',
  ])('%s is private', address => expect(zoneOf(address)).toBe('private'))

  test.each([
    '169.254.169.254',
    '169.254.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    'fe80::1',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd00:42::42',
    'fd20:ce::254',
    '2002:a9fe:a9fe::1',
    '64:ff9b:1::a9fe:a9fe',
    '::ffff:0:a9fe:a9fe',
    '::a9fe:a9fe',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    'ff02::1',
    '255.255.255.255',
  ])('%s is closed to everyone', address => expect(zoneOf(address)).toBe('closed'))
})

describe('an allow list', () => {
  const allows = (entry: string, host: string, port: number, address: string) => {
    const allowed = parseAllowed(entry)
    if (!allowed) throw new Error(`${entry} is no entry`)
    return isAllowed([allowed], host, port, address)
  }

  test.each([
    ['10.0.0.0/8', 'db.local', 80, '10.1.2.3', true],
    ['10.0.0.0/8', 'db.local', 80, '11.1.2.3', false],
    ['10.0.0.0/8', 'db.local', 80, '::ffff:10.1.2.3', true],
    ['10.1.2.3', '10.1.2.3', 80, '10.1.2.3', true],
    ['10.1.2.3', '10.1.2.4', 80, '10.1.2.4', false],
    ['10.1.2.3:8080', '10.1.2.3', 8080, '10.1.2.3', true],
    ['10.1.2.3:8080', '10.1.2.3', 80, '10.1.2.3', false],
    ['graphite.local', 'graphite.local', 80, '10.1.2.3', true],
    ['Graphite.Local', 'graphite.local.', 80, '10.1.2.3', true],
    ['graphite.local', 'other.local', 80, '10.1.2.3', false],
    ['graphite.local', 'x.graphite.local', 80, '10.1.2.3', false],
    ['graphite.local:443', 'graphite.local', 443, '10.1.2.3', true],
    ['graphite.local:443', 'graphite.local', 80, '10.1.2.3', false],
    ['fd00::/8', 'v6', 80, 'fd00::1', true],
    ['fd00::/8', 'v6', 80, '10.0.0.1', false],
    ['[fd00::1]:8080', 'v6', 8080, 'fd00::1', true],
    ['[fd00::1]:8080', 'v6', 8081, 'fd00::1', false],
  ])('with %s lets %s:%i at %s through: %s', (entry, host, port, address, expected) => {
    expect(allows(entry, host, port, address)).toBe(expected)
  })

  test.each([
    '',
    ' ',
    'http://x',
    'a b',
    'x:0',
    'x:70000',
    'x:http',
    'user@x',
    '10.0.0.0/33',
    'x/y',
  ])('has no entry "%s"', entry => expect(parseAllowed(entry)).toBeUndefined())
})
