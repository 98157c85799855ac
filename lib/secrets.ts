import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Env, readEnv } from '#lib/env.ts'
import { UserError } from '#lib/failures.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** `BELFRY_SECRET`, or the secret in the data folder, made at the first call. */
export function installationSecret(env: Env = readEnv()): string {
  if (env.secret) return env.secret

  const file = join(env.dataFolder, 'secret')
  mkdirSync(env.dataFolder, { recursive: true })
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}

/** Seals a JSON value with AES-256-GCM: nonce, tag, ciphertext. */
export function seal(value: unknown, secret = installationSecret()): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFrom(secret), nonce)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), sealed]))
}

/** Opens what `seal` made. Throws a UserError when it was sealed with another secret. */
export function unseal(sealed: Uint8Array, secret = installationSecret()): unknown {
  const bytes = Buffer.from(sealed)
  const decipher = createDecipheriv('aes-256-gcm', keyFrom(secret), bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8')
    return JSON.parse(text + decipher.final('utf8'))
  } catch {
    throw new UserError(
      'Stored secrets cannot be decrypted: BELFRY_SECRET is not the one they were saved with.',
    )
  }
}

const keys = new Map<string, Buffer>()

function keyFrom(secret: string): Buffer {
  const known = keys.get(secret)
  if (known) return known
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'belfry stored secrets', 32))
  keys.set(secret, key)
  return key
}
