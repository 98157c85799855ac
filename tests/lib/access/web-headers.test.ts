import { expect, test } from 'vitest'
import { webHeaders } from '#lib/access/web-headers.ts'

test('only what is for all may stand in pages of others, and be read by them', () => {
  const [usual, forAll] = [false, true].map(isForAll =>
    webHeaders('https://belfry.example.com', isForAll),
  )
  expect(usual).toMatchObject({
    ...{ 'x-frame-options': 'DENY', 'cross-origin-resource-policy': 'same-origin' },
  })
  expect(usual).not.toHaveProperty('access-control-allow-origin')
  expect(forAll).toMatchObject({
    ...{ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' },
  })
  expect(forAll).not.toHaveProperty('x-frame-options')
})

test('only behind https browsers are told to come by https', () => {
  expect(webHeaders('https://belfry.example.com')).toHaveProperty('strict-transport-security')
  expect(webHeaders('http://127.0.0.1:3000')).not.toHaveProperty('strict-transport-security')
})
