import type { Socket } from 'node:net'
import nodemailer from 'nodemailer'
import type { NodemailerError } from 'nodemailer/lib/errors'
import type { SendMailOptions } from 'nodemailer/lib/mailer'
import type { SMTPTransportOptions } from 'nodemailer/lib/smtp-transport'
import { RemoteError, reasonOf } from '#lib/failures.ts'
import { connected, GuardedSocket, refusalIn } from '#lib/guarded-socket.ts'

interface Server {
  host: string
  port: number
  /** TLS from the first byte; otherwise STARTTLS where the server offers it */
  secure: boolean
  auth: { user: string; pass: string } | undefined
  requireTLS: boolean
  ignoreTLS: boolean
  verifyTls: boolean
}

const SWITCHES = ['requireTLS', 'ignoreTLS', 'verifyTls']

/**
 * Reads `smtp://` and `smtps://` addresses: `smtps://user:password@host:465`,
 * `smtp://host:587?requireTLS=true`. Answers what is wrong as a text.
 */
export function readServer(text: string): Server | string {
  const url = URL.parse(text)
  if (!url || !/^smtps?:$/.test(url.protocol) || !url.hostname)
    return 'must look like smtp://user:password@host:587 or smtps://…:465'
  const unknown = [...url.searchParams].find(
    ([name, value]) => !SWITCHES.includes(name) || !/^(true|false)$/.test(value),
  )
  if (unknown) return `knows only ${SWITCHES.join(', ')} after the ?, each true or false`

  const secure = url.protocol === 'smtps:'
  const user = decoded(url.username)
  const pass = decoded(url.password)
  if (user === undefined || pass === undefined)
    return 'has a % in its user name or password that must be written %25'
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    auth: user ? { user, pass } : undefined,
    requireTLS: url.searchParams.get('requireTLS') === 'true',
    ignoreTLS: url.searchParams.get('ignoreTLS') === 'true',
    verifyTls: url.searchParams.get('verifyTls') !== 'false',
  }
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

/**
 * Hands a message to the server. Answers its status, with the recipients it refused for good beside others.
 * Throws a RemoteError, `permanent` for refusals of class 5; a recipient refused for now asks for another try.
 */
export async function handOver(
  server: Server,
  mail: SendMailOptions,
  signal: AbortSignal,
): Promise<string> {
  const options: SMTPTransportOptions = {
    ...server,
    tls: { rejectUnauthorized: server.verifyTls },
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket: (_, callback) => {
      openSocket(server, signal).then(
        connection => callback(null, { connection }),
        error => callback(error, false),
      )
    },
  }
  const transport = nodemailer.createTransport(options)
  try {
    const {
      response,
      rejected = [],
      rejectedErrors = [],
    } = await transport.sendMail({ ...mail, signal })
    const passing = rejectedErrors.find(error => !error.permanent)
    if (passing) throw passing
    const status = /^\d{3}/.exec(response)?.[0] ?? 'sent'
    return rejected.length ? `${status}, refused: ${rejected.join(', ')}` : status
  } catch (error) {
    throw error instanceof RemoteError ? error : failureOf(error as NodemailerError, server)
  }
}

/** nodemailer's own look-up would not ask whether an address may be named. */
const openSocket = ({ host, port }: Server, signal: AbortSignal): Promise<Socket> =>
  connected(new GuardedSocket(), host, port, signal).catch(error => {
    throw refusalIn(error) ?? unreachable(error, host, port)
  })

const unreachable = (error: NodeJS.ErrnoException, host: string, port: number) =>
  new RemoteError(`${host}:${port} cannot be reached: ${reasonOf(error)}`, {
    status: error.code,
    cause: error,
  })

function failureOf(error: NodemailerError, { host }: Server): RemoteError {
  const { response, responseCode } = error
  const refusals = error.rejectedErrors ?? [error]
  const answered = responseCode ? `answered ${responseCode}` : 'did not take the message'
  return new RemoteError(response ? `${host} ${answered}` : `${host}: ${reasonOf(error)}`, {
    permanent: refusals.every(refusal => refusal.permanent === true),
    status: responseCode ? String(responseCode) : (error.originalCode ?? error.code),
    said: response,
    cause: error,
  })
}
