import { expect, test } from 'vitest'
import { webHeaders } from '#lib/access/web-headers.ts'

test('only behind https browsers are told to come by https', () => {
  expect(webHeaders('https://belfry.example.com')).toHaveProperty('strict-transport-security')
  expect(webHeaders('http://127.0.0.1:3000')).not.toHaveProperty('strict-transport-security')
})
