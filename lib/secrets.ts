import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { type Env, readEnv } from '#lib/env.ts'
import { UserError } from '#lib/failures.ts'
import { secretsIn } from '#lib/secret-file.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * `BELFRY_SECRET`, or the secret in the data folder, made at the first call. While it is being changed, those that it
 * had before follow: what they sealed can still be opened. Asked anew each time, since a change happens while roles run.
 */
export function installationSecrets(env: Env = readEnv()): [string, ...string[]] {
  if (!env.secret) return secretsIn(env.dataFolder)
  return env.previousSecret ? [env.secret, env.previousSecret] : [env.secret]
}

/** Seals a JSON value with AES-256-GCM: nonce, tag, ciphertext. */
export function seal(value: unknown, [secret] = installationSecrets()): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFrom(secret), nonce)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), sealed]))
}

/** Opens what `seal` made. Throws a UserError when none of the secrets sealed it. */
export function unseal(sealed: Uint8Array, secrets = installationSecrets()): unknown {
  for (const secret of secrets) {
    const text = openedBy(secret, sealed)
    if (text !== undefined) return JSON.parse(text)
  }
  throw new UserError(
    'Stored secrets cannot be decrypted: BELFRY_SECRET is not the one they were saved with.',
  )
}

/** The same sealed by the secret in force, or null when it is already. Throws like `unseal`. */
export function resealed(
  sealed: Uint8Array,
  secrets = installationSecrets(),
): Uint8Array<ArrayBuffer> | null {
  if (openedBy(secrets[0], sealed) !== undefined) return null
  return seal(unseal(sealed, secrets), secrets)
}

/** GCM tells by its tag whether the key is the right one. */
function openedBy(secret: string, sealed: Uint8Array): string | undefined {
  const bytes = Buffer.from(sealed)
  try {
    const nonce = bytes.subarray(0, NONCE_BYTES)
    const options = { authTagLength: TAG_BYTES }
    const decipher = createDecipheriv('aes-256-gcm', keyFrom(secret), nonce, options)
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8')
    return text + decipher.final('utf8')
  } catch {
    return undefined
  }
}

const keys = new Map<string, Buffer>()

function keyFrom(secret: string): Buffer {
  const known = keys.get(secret)
  if (known) return known
  const key = derived(secret, 'belfry stored secrets', 32)
  keys.set(secret, key)
  return key
}

/** What a secret is called where it must not be named itself. */
export const nameOf = (secret: string): string =>
  derived(secret, 'belfry name of a secret', 8).toString('hex')

const derived = (secret: string, purpose: string, bytes: number) =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, bytes))
