import type { Fields } from '#lib/intake/untrusted.ts'

/** The public key in `X-Sentry-Auth: Sentry sentry_version=7, sentry_key=…`. */
export function keyOfHeader(header: string | undefined): string | undefined {
  return header && /(?:^|[\s,])sentry_key=([^\s,]+)/.exec(header)?.[1]
}

/** The public key in an envelope's own `dsn`: `https://KEY@host/PROJECT`. */
export function keyOfDsn({ dsn }: Fields): string | undefined {
  const url = typeof dsn === 'string' ? URL.parse(dsn) : null
  return url?.username || undefined
}
