import { describe, expect, test } from 'vitest'
import { isOurHost, isOurOrigin, safePath } from '#lib/access/addresses.ts'

const url = 'https://belfry.example.com'

describe('a host is ours', () => {
  test.each([
    ['belfry.example.com', true],
    ['BELFRY.example.com', true],
    ['belfry.example.com:8443', false],
    ['example.com', false],
    ['localhost', true],
    ['localhost:3000', true],
    ['app.localhost:3000', true],
    ['localhost.example.com', false],
    ['192.168.1.9:3000', true],
    ['[::1]:3000', true],
    ['[::1', false],
    ['1.2.3.4.5', false],
    ['', false],
    [null, false],
  ])('%s: %s', (host, expected) => {
    expect(isOurHost(host, url)).toBe(expected)
  })
})

describe('an origin is ours', () => {
  test.each([
    ['https://belfry.example.com', 'internal:3000', true],
    ['http://belfry.example.com', 'internal:3000', false],
    ['http://localhost:3000', 'localhost:3000', true],
    ['http://localhost:3001', 'localhost:3000', false],
    ['https://evil.example', 'belfry.example.com', false],
    ['http://belfry.example.com', 'belfry.example.com', false],
    ['null', 'belfry.example.com', false],
    [null, 'belfry.example.com', false],
  ])('%s at %s: %s', (origin, host, expected) => {
    const headers = new Headers({ host, ...(origin && { origin }) })
    expect(isOurOrigin(headers, url)).toBe(expected)
  })
})

test.each([
  ['same-origin', true],
  ['same-site', false],
  ['cross-site', false],
  ['none', false],
])('a request that the browser calls %s comes from our pages: %s', (site, expected) => {
  const headers = new Headers({ host: 'x', origin: url, 'sec-fetch-site': site })
  expect(isOurOrigin(headers, url)).toBe(expected)
})

describe('where to go after signing in', () => {
  test.each([
    ['/monitors/1?x=1', '/monitors/1?x=1'],
    ['/a/../b', '/b'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/a\\b', '/'],
    ['/\t/evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/.//evil.example', '/'],
    ['', '/'],
    [undefined, '/'],
    [['/a', '/b'], '/'],
  ])('%j leads to %s', (to, path) => {
    expect(safePath(to)).toBe(path)
  })
})
