import { hkdfSync } from 'node:crypto'
import { cookieName } from '#app/_server/cookies.ts'
import { ownEnv } from '#app/_server/env.ts'
import { failureOf } from '#app/_server/failure.ts'
import type { Problem } from '#lib/access/sign-in/problems.ts'
import type { Site } from '#lib/access/sign-in/protocol.ts'
import { RemoteError } from '#lib/failures.ts'
import { log } from '#lib/log.ts'
import { installationSecrets } from '#lib/secrets.ts'

/** The provider of this id, when it is configured. */
export const providerOf = (id: string | undefined) =>
  ownEnv().signIn.providers.find(provider => provider.id === id)

export const site = (): Site => ({
  url: new URL(ownEnv().url).origin,
  secret: ownSecret(),
  cookieName,
})

/** Why a sign-in went wrong, for the page; the log has the rest. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof RemoteError)) {
    failureOf(error)
    return 'internal'
  }
  log.warn({ reason: error.message }, 'A sign-in failed: the provider cannot be asked')
  return 'away'
}

/** Seals what the browser keeps while somebody is at the provider. */
function ownSecret(): string {
  const [secret] = installationSecrets(ownEnv())
  return Buffer.from(hkdfSync('sha256', secret, '', 'belfry sign-in', 32)).toString('base64url')
}
