import { describe, expect, test } from 'vitest'
import { nothingSecret, redactedError, redactedValue, redactor } from '#lib/redact.ts'

test.each([
  ['as it stands', 'said hunter2 twice: hunter2', 'hunter2', 'said ••• twice: •••'],
  ['percent-encoded', 'at ?key=p%40ss%2Fword', 'p@ss/word', 'at ?key=•••'],
  ['percent-encoded in small letters', '?key=p%40ss%2fWord', 'p@ss/Word', '?key=•••'],
  ['as a form has it', 'key=p%40ss+w%27ord', "p@ss w'ord", 'key=•••'],
  ['as JSON has it', String.raw`{"a":"p\"ss\\word"}`, String.raw`p"ss\word`, '{"a":"•••"}'],
  ['in hex', '68756e74657232 and 68756E74657232', 'hunter2', '••• and •••'],
  ['in base64', 'Basic aHVudGVyMg==', 'hunter2', 'Basic •••'],
  ['in base64, percent-encoded', 'eD8%2FPz8%2FPj4%3D', 'x?????>>', '•••'],
  ['in base64 for addresses', 'eD8_Pz8_Pj4', 'x?????>>', '•••'],
  [
    'the path of an address',
    'no /services/T0/B0 here',
    'https://hooks.example.com/services/T0/B0',
    'no ••• here',
  ],
  [
    'a key in an address',
    'no Xy12Zw34Qr in services',
    'https://hooks.example.com/services/Xy12Zw34Qr?v=1',
    'no ••• in services',
  ],
  ['the password of an address', 'bad s3cr3t!', 'smtp://me:s3cr3t%21@mail.example.com', 'bad •••'],
  ['the file of an address', 'no /data/shop.db', 'sqlite:///data/shop.db', 'no •••'],
  ['in a map', 'Bearer abcdef', { authorization: 'Bearer abcdef' }, '•••'],
  ['the token of a header', 'token abcdef', { authorization: 'Bearer abcdef' }, 'token •••'],
  ['the password of a header', 'no hunter2', ['Basic bWU6aHVudGVyMg=='], 'no •••'],
])('a secret is blacked out %s', (_, text, secret, shown) => {
  expect(redactor([secret])(text)).toBe(shown)
})

describe('within base64', () => {
  const secret = 'correct horse bättery'
  const redact = redactor(secret)
  test.each(['', 'u', 'us', 'use', 'user:'])('a secret is found after %j', before => {
    for (const after of ['', ':', '::']) {
      const shown = redact(Buffer.from(before + secret + after).toString('base64'))
      const left = Buffer.from(shown.replace('•••', ''), 'base64').toString()
      expect(shown).toContain('•••')
      expect(left).not.toMatch(/horse|orrect|ttery/)
    }
  })
})

test('the name of a database is no secret, its whole address and its password are', () => {
  const redact = redactor('postgres://me:p4ssw0rd@db.example.com/shop')
  expect(redact('/shop at db.example.com refuses p4ssw0rd')).toBe(
    '/shop at db.example.com refuses •••',
  )
  expect(redact('postgres://me:p4ssw0rd@db.example.com/shop')).toBe('•••')
})

test('of secrets within each other nothing is left', () => {
  expect(redactor(['abcdef', 'abcdef-ghijkl'])('abcdef-ghijkl')).toBe('•••')
})

test('what means something in a pattern means itself in a secret', () => {
  expect(redactor(['(.*)+[a-z]$', 'a|b^c{2}'])('(.*)+[a-z]$ and a|b^c{2} stay unseen')).toBe(
    '••• and ••• stay unseen',
  )
})

test('what is too short to be a secret does not black out the rest', () => {
  const redact = redactor(['a', 'admin', '', undefined, null, 7])
  expect(redact('a to z by admin')).toBe('a to z by admin')
  expect(redact).toBe(nothingSecret)
})

describe('where a text was cut', () => {
  const redact = redactor('correct horse battery')
  test.each([
    ['the beginning of a secret goes', 'it is correct hor…', 'it is •••…'],
    ['so does its beginning in base64', 'it is Y29ycmVjdCBo…', 'it is •••…'],
    [
      'within the output both halves go',
      'a correct ho\n… 12 characters left out …\nbattery b',
      'a •••\n… 12 characters left out …\n••• b',
    ],
    ['a whole secret leaves nothing', 'correct horse battery…', '•••…'],
    [
      'what is too short to tell anything stays',
      'it is correct, or corre…',
      'it is correct, or corre…',
    ],
    ['other words stay', 'nothing to see here…', 'nothing to see here…'],
  ])('%s', (_, text, shown) => expect(redact(text)).toBe(shown))

  test('a very long secret is no burden', () => {
    const large = 'x'.repeat(100_000)
    expect(redactor(large)(`it is ${'x'.repeat(100)}…`)).toBe('it is •••…')
  })

  test('a text without such a mark stays', () => {
    expect(redact('it is correct hor')).toBe('it is correct hor')
    expect(redact('correct hor… and more')).toBe('correct hor… and more')
  })
})

test('thousands of secrets are looked for, and long ones', () => {
  const secrets = Array.from({ length: 3_000 }, (_, i) => `${i}-secret-${i * 7919}`)
  const redact = redactor([...secrets, `${secrets[5]}${'y'.repeat(5_000)}`])
  expect(redact(`it is ${secrets[0]}, ${secrets[2_999]} and no other`)).toBe(
    'it is •••, ••• and no other',
  )
  expect(redact(`it is ${secrets[5]}${'y'.repeat(5_000)}`)).toBe('it is •••')
})

test('in a value its texts and names are blacked out, and nothing else changes', () => {
  const value = { 'at hunter2': [1, null, true, { text: 'hunter2', number: -0.5 }], rest: 'fine' }
  expect(redactedValue(value, redactor('hunter2'))).toEqual({
    'at •••': [1, null, true, { text: '•••', number: -0.5 }],
    rest: 'fine',
  })
})

test('an error can be logged with its causes', () => {
  const error = new TypeError('outside hunter2', { cause: new Error('inside hunter2') })
  const logged = JSON.stringify(redactedError(error, redactor('hunter2')))
  expect(logged).toContain('TypeError')
  expect(logged).toContain('inside •••')
  expect(logged).not.toContain('hunter2')
  expect(redactedError('thrown hunter2', redactor('hunter2'))).toEqual({ message: 'thrown •••' })
})
