import { expect, test } from 'vitest'
import { servedAt } from '#lib/charts/gottwall/paths.ts'

test.each([
  ['/api/v1/shop/stats?name=a&period=day', '/gottwall/api/v1/shop/stats?name=a&period=day'],
  ['/gottwall/api/v1/shop/stats_dataset', '/gottwall/api/v1/shop/stats_dataset'],
  ['/a/b/api/v1/shop/metrics/', '/gottwall/api/v1/shop/metrics'],
  ['/gottwall/api/v1/my%20shop/embedded/', '/gottwall/api/v1/my%20shop/embedded'],
  ['/api/v1/embedded/stats', '/gottwall/api/v1/embedded/stats'],
])('%s is read under any prefix, at %s', (address, served) => {
  expect(servedAt(address)).toBe(served)
})

test.each([
  ['/api/v1/embedded/u-1.html?period=day', '/shared/u-1?period=day'],
  ['/gottwall/api/v1/embedded/u-1.json', '/shared/u-1/gottwall'],
  ['/p/api/v1/embedded/u-1.js', '/shared/u-1/js'],
  ['/shared/u-1.json?range=6h', '/shared/u-1/json?range=6h'],
  ['/shared/u-1.js', '/shared/u-1/js'],
  ['/shared/u-1.html', '/shared/u-1'],
])('%s is a shared chart, at %s', (address, served) => {
  expect(servedAt(address)).toBe(served)
})

test.each([
  '/api/metrics/stats?name=/api/v1/shop/stats',
  '/api/v1/shop',
  '/api/v1/shop/incr',
  '/api/v1//stats',
  '/metrics',
  '/shared/u-1',
  '/monitors?to=/shared/u-1.json',
  '/',
  '',
])('%s stays what it is', address => {
  expect(servedAt(address)).toBe(address)
})
