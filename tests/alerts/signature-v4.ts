import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/**
 * Checks an AWS Signature Version 4 in the Authorization header, as AWS publishes the algorithm
 * ("Create a signed AWS API request"): canonical request, string to sign, derived key.
 */
export function isSigned(
  request: { method: string; path: string; headers: IncomingHttpHeaders; body: string },
  secretAccessKey: string,
): boolean {
  const { method, path, headers, body } = request
  const [, scope = '', signedHeaders = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? []
  const canonicalHeaders = signedHeaders
    .split(';')
    .map(name => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`)
    .join('')
  const canonicalRequest = [method, path, '', canonicalHeaders, signedHeaders, sha256(body)].join(
    '\n',
  )
  const time = String(headers['x-amz-date'])
  const stringToSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest)].join('\n')
  const signingKey = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`)
  return hmac(signingKey, stringToSign).toString('hex') === signature
}
