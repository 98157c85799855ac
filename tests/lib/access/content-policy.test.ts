import { describe, expect, test } from 'vitest'
import { contentPolicy, isForAll } from '#lib/access/content-policy.ts'

const sourcesOf = (policy: string, name: string) =>
  policy
    .split('; ')
    .map(part => part.split(' '))
    .find(([first]) => first === name)
    ?.slice(1)

const UID = '0d8cd6f1-9d36-4b1c-8a5e-5c1b5f0a7a11'

test.each([
  ...['/', '/monitors/1', '/sign-in', '/api', '/api/x', '/metrics', '/_next/static/x.js'],
  ...['/settings/shared', '/shared', '/shared/', `/shared/${UID}/x`, `/shared/${UID}/json`],
  ...['/shared/..', '/shared/%2e%2e', '/x/shared/y', '/gottwall/api/v1/shop/stats'],
])('%s loads nothing that is not named, and nobody may frame it', path => {
  const policy = contentPolicy(path, 'abc')
  expect(sourcesOf(policy, 'default-src')).toEqual(["'none'"])
  expect(sourcesOf(policy, 'frame-ancestors')).toEqual(["'none'"])
  expect(policy).not.toContain('unsafe-eval')
})

describe('a page', () => {
  const policy = contentPolicy('/monitors', 'abc')

  test('runs the scripts of its nonce and what they load, and no other', () => {
    expect(sourcesOf(policy, 'script-src')).toEqual(["'nonce-abc'", "'strict-dynamic'"])
  })

  test('may be drawn with style attributes, but not with style sheets from elsewhere', () => {
    expect(sourcesOf(policy, 'style-src')).toEqual(["'self'", "'nonce-abc'"])
    expect(sourcesOf(policy, 'style-src-attr')).toEqual(["'unsafe-inline'"])
  })

  test('sends forms and questions to its own server only, whatever stands in it', () => {
    for (const name of ['form-action', 'connect-src', 'worker-src', 'font-src'])
      expect(sourcesOf(policy, name)).toEqual(["'self'"])
    expect(sourcesOf(policy, 'base-uri')).toEqual(["'none'"])
  })
})

test('any page may frame a shared chart, which runs no more than other pages', () => {
  const [shared, other] = [`/shared/${UID}`, '/monitors'].map(path => contentPolicy(path, 'abc'))
  expect(sourcesOf(shared ?? '', 'frame-ancestors')).toEqual(['*'])
  expect(shared?.replace('frame-ancestors *', "frame-ancestors 'none'")).toBe(other)
})

test.each([
  [`/shared/${UID}`, true],
  [`/shared/${UID}/json`, true],
  [`/shared/${UID}/js`, true],
  [`/shared/${UID}/gottwall`, true],
  [`/shared/${UID}/`, false],
  [`/shared/${UID}/json/x`, false],
  [`/monitors/shared/${UID}`, false],
  ['/shared/../monitors', false],
  ['/shared/..', false],
])('whether %s is for all: %s', (path, expected) => {
  expect(isForAll(path)).toBe(expected)
})

test.each(['/api/monitors', '/metrics', '/api'])('an answer of %s has no scripts at all', path => {
  expect(contentPolicy(path, 'abc')).toBe("default-src 'none'; frame-ancestors 'none'")
})
