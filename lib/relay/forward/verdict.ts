import type { Answer } from '#lib/relay/wire/answer.ts'

/** What became of a request to a centre. */
export type Verdict =
  | { kind: 'answered'; answer: Answer }
  /** it was not even sent, or is certainly not taken; another centre may have it */
  | { kind: 'away'; reason: string }
  /** certainly not taken, and nothing but a person will change that: a wrong key, a wrong address */
  | { kind: 'sent away'; reason: string }
  /** it cannot be read, or is too large: its parts may fare better */
  | { kind: 'unfit'; reason: string }
  /** the centre may have taken it */
  | { kind: 'in doubt'; reason: string }

/** What is known before anything was sent: names, addresses, connections, certificates. */
const BEFORE =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/

export function verdictOfError(error: unknown): Verdict {
  const { code, message } = error as Error & { code?: string }
  const reason = message || String(code)
  return { kind: BEFORE.test(String(code)) ? 'away' : 'in doubt', reason }
}

/** Of an answer that is none of a centre. */
export function verdictOfStatus(status: number, text: string): Verdict {
  const reason = `it answered with ${status} ${saidIn(text)}`.trim()
  if (status === 400 || status === 413) return { kind: 'unfit', reason }
  if (status === 429) return { kind: 'away', reason }
  return { kind: status < 500 ? 'sent away' : 'in doubt', reason }
}

/** Belfry's own words, or how the page of some proxy begins. */
function saidIn(text: string): string {
  const [, message] = /"message":"([^"]{1,300})"/.exec(text) ?? []
  return (
    message ??
    text
      .replace(/<[^>]*>|\s+/g, ' ')
      .trim()
      .slice(0, 100)
  )
}
