import { expect, test } from 'vitest'
import { BODY_LIMIT, refusalOf } from '#lib/access/refusal.ts'

const URL = 'https://belfry.example.com'
const host = 'belfry.example.com'

test.each([
  ['GET', '/monitors?to=//x', { host }, undefined],
  ['DELETE', '/api/groups/a%2Fb', { host }, undefined],
  ['GET', '/', { host: '127.0.0.1:3000' }, undefined],
  ['GET', '/', { host: 'evil.example' }, 421],
  ['GET', '/', { host: '127.0.0.1.evil.example' }, 421],
  ['GET', '/', {}, 421],
  ['GET', '//evil.example/', { host }, 400],
  ['GET', '/api//monitors', { host }, 400],
  ['GET', '/\\evil.example', { host }, 400],
  ['GET', '/api/%5c..', { host }, 400],
  ['GET', '/monitors/%00', { host }, 400],
  ['GET', '/monitors/%ff', { host }, 400],
  ['GET', '/monitors/%ED%A0%80', { host }, 400],
  ['GET', '/monitors/%', { host }, 400],
  ['GET', '/monitors?q=%ff', { host }, undefined],
  ['GET', '/api/groups/Nacht%C3%BC', { host }, undefined],
  ['GET', 'http://evil.example/', { host }, 400],
  ['OPTIONS', '*', { host }, 400],
  ['TRACE', '/', { host }, 405],
  ['PROPFIND', '/', { host }, 405],
  ['POST', '/api/monitors', { host, 'content-length': String(BODY_LIMIT) }, undefined],
  ['POST', '/api/monitors', { host, 'content-length': String(BODY_LIMIT + 1) }, 413],
] as const)('%s %s with %j is refused with %s', (method, url, headers, status) => {
  expect(refusalOf({ method, url, headers }, URL)?.status).toBe(status)
})
