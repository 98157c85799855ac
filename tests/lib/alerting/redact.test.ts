import { expect, test } from 'vitest'
import { redact } from '#lib/alerting/redact.ts'

test.each([
  ['as it stands', 'said hunter2 twice: hunter2', 'hunter2', 'said ••• twice: •••'],
  ['percent-encoded', 'at ?key=p%40ss%2Fword', 'p@ss/word', 'at ?key=•••'],
  ['in base64', 'Basic aHVudGVyMg==', 'hunter2', 'Basic •••'],
  [
    'the path of an address',
    'no /services/T0/B0 here',
    'https://hooks.example.com/services/T0/B0',
    'no ••• here',
  ],
  ['the password of an address', 'bad s3cr3t!', 'smtp://me:s3cr3t%21@mail.example.com', 'bad •••'],
  ['in a map', 'Bearer abcdef', { authorization: 'Bearer abcdef' }, '•••'],
])('a secret is blacked out %s', (_, text, secret, shown) => {
  expect(redact(text, [secret])).toBe(shown)
})

test('of secrets within each other nothing is left', () => {
  expect(redact('abcd-efgh', ['abcd', 'abcd-efgh'])).toBe('•••')
})

test('what is too short to be a secret does not black out the rest', () => {
  expect(redact('a to z', ['a', '', undefined, null])).toBe('a to z')
})
