import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readEnv } from '#lib/env.ts'
import { replaceSecrets, secretsIn } from '#lib/secret-file.ts'
import { installationSecrets, nameOf, resealed, seal, unseal } from '#lib/secrets.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'belfry-secret-'))

test('what is sealed is opened by its own secret or an earlier one, and by no other', () => {
  const sealed = seal({ a: 'canary' }, ['the first one'])
  expect(Buffer.from(sealed).includes('canary')).toBe(false)
  expect(unseal(sealed, ['the first one'])).toEqual({ a: 'canary' })
  expect(unseal(sealed, ['the second one', 'the first one'])).toEqual({ a: 'canary' })
  expect(() => unseal(sealed, ['the second one'])).toThrow('BELFRY_SECRET is not the one')
})

test('one bit turned, or an end missing, and it is not opened', () => {
  const sealed = seal('value', ['a secret'])
  for (const at of [0, 12, 27, sealed.length - 1]) {
    const turned = Uint8Array.from(sealed)
    turned[at] = (turned[at] ?? 0) ^ 1
    expect(() => unseal(turned, ['a secret'])).toThrow('cannot be decrypted')
  }
  for (const length of [0, 11, 20, sealed.length - 1])
    expect(() => unseal(sealed.subarray(0, length), ['a secret'])).toThrow('cannot be decrypted')
})

test('what is sealed by the secret in force is left as it is', () => {
  const old = seal('value', ['the first one'])
  const anew = resealed(old, ['the second one', 'the first one'])
  expect(unseal(anew ?? old, ['the second one'])).toBe('value')
  expect(resealed(anew ?? old, ['the second one', 'the first one'])).toBeNull()
})

test('the environment comes before the file', () => {
  const env = { ...readEnv(), dataFolder: '/nowhere', secret: 'the new one' }
  expect(installationSecrets({ ...env, previousSecret: 'the old one' })).toEqual([
    'the new one',
    'the old one',
  ])
  expect(installationSecrets(env)).toEqual(['the new one'])
})

test('a secret is made once, for its owner alone', () => {
  const folder = join(newFolder(), 'data')
  const [secret, ...previous] = secretsIn(folder)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(previous).toEqual([])
  expect(secretsIn(folder)).toEqual([secret])
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['secret'])
})

test('a file that was made before there were several secrets in it is read', () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'secret'), 'of-an-older-release')
  expect(secretsIn(folder)).toEqual(['of-an-older-release'])
})

test('an empty file is not taken for a secret', () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'secret'), '\n')
  expect(() => secretsIn(folder)).toThrow('holds no secret')
})

test('other secrets take the place of the file, which stays its owner’s alone', () => {
  const folder = newFolder()
  secretsIn(folder)
  replaceSecrets(folder, ['the second one', 'the first one'])
  expect(secretsIn(folder)).toEqual(['the second one', 'the first one'])
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['secret'])
})

test('a process that runs keeps its secret when the file is gone, and makes no other', () => {
  const folder = newFolder()
  const secrets = secretsIn(folder)
  rmSync(join(folder, 'secret'))
  expect(secretsIn(folder)).toEqual(secrets)
  expect(readdirSync(folder)).toEqual([])
})

test('what cannot be read is said, with the file', () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'secret'))
  expect(() => secretsIn(folder)).toThrow(`The file ${folder}/secret cannot be read: EISDIR`)
})

test('the name of a secret tells nothing of it', () => {
  expect(nameOf('a secret')).toMatch(/^[0-9a-f]{16}$/)
  expect(nameOf('a secret')).not.toBe(nameOf('a secreu'))
})
