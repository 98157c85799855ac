import { expect, test } from 'vitest'
import { admit, type Known } from '#lib/access/sign-in/admission.ts'

const ada = {
  ...{ issuer: 'https://id.example.com', subject: '1001', email: 'ada@example.com' },
  ...{ name: 'Ada', groups: [] },
}
const { issuer, subject, email } = ada
const known = (facts: Partial<Known>): Known => ({
  ...{ issuer, subject, email, disabledAt: null, ...facts },
})
const entered = { issuer: null, subject: null }
const disabled = { disabledAt: new Date() }
const renamed = known({ email: 'countess@example.com' })

test.each<[string, Known[], 'new' | number | string]>([
  ['a stranger is new', [], 'new'],
  ['whoever signed in before is known', [known({})], 0],
  ['also by another address', [renamed], 0],
  ['whom an admin entered is known by the address', [known(entered)], 0],
  ['another subject is somebody else', [known({ subject: '1002' })], 'other'],
  ['another issuer says it of somebody else', [known({ issuer: 'https://b.example' })], 'other'],
  ['a new address of somebody else is not taken over', [renamed, known({ subject: '2' })], 'taken'],
  ['nor one that an admin entered', [renamed, known(entered)], 'taken'],
  ['whoever is disabled stays out', [known(disabled)], 'disabled'],
  ['entered and disabled as well', [known({ ...entered, ...disabled })], 'disabled'],
  ['a stranger does not learn who is disabled', [known({ subject: '2', ...disabled })], 'other'],
])('%s', (_, rows, end) => {
  const admitted = admit(ada, rows)
  if ('refused' in admitted) expect(admitted.refused).toBe(end)
  else expect(admitted.known).toBe(typeof end === 'number' ? rows[end] : null)
})
