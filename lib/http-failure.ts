import { RefusedAddress } from '#lib/connect.ts'
import { RemoteError, reasonOf } from '#lib/failures.ts'

/** The failure of an address that must not be asked; trying again cannot help. */
export const refused = (text: string) =>
  new RemoteError(text, { permanent: true, status: 'refused' })

/** The one reason under the layers of a failed fetch, in words. */
export function failureOf(error: unknown, url: URL): RemoteError {
  const cause = deepest(error)
  if (cause instanceof RefusedAddress) return refused(cause.message)

  const code = (cause as { code?: string }).code ?? ''
  return new RemoteError(sentences[code]?.(url) ?? `${url.host}: ${reasonOf(cause)}`, {
    status: code || undefined,
    cause,
  })
}

const sentences: Record<string, (url: URL) => string> = {
  ECONNREFUSED: url => `${url.host} refuses the connection`,
  ECONNRESET: url => `${url.host} broke off the connection`,
  UND_ERR_SOCKET: url => `${url.host} broke off the connection`,
  ENOTFOUND: url => `the host ${url.hostname} is not known`,
  EAI_AGAIN: url => `the host ${url.hostname} cannot be looked up at the moment`,
  EHOSTUNREACH: url => `${url.host} cannot be reached`,
  ENETUNREACH: url => `${url.host} cannot be reached`,
  UND_ERR_CONNECT_TIMEOUT: url => `${url.host} does not take the connection`,
  CERT_HAS_EXPIRED: url => `the certificate of ${url.host} has expired`,
  DEPTH_ZERO_SELF_SIGNED_CERT: url => `the certificate of ${url.host} is self-signed`,
  SELF_SIGNED_CERT_IN_CHAIN: url => `the certificate of ${url.host} is self-signed`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: url =>
    `the certificate of ${url.host} is from an unknown issuer`,
  ERR_TLS_CERT_ALTNAME_INVALID: url => `the certificate of ${url.host} is for another name`,
}

function deepest(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length) return deepest(error.errors[0])
  return error instanceof Error && error.cause instanceof Error ? deepest(error.cause) : error
}
