import { DateTime } from 'luxon'
import type { Format } from '#bin/follow/formats/told.ts'
import { defined } from '#lib/intake/untrusted.ts'

const QUOTED = '"((?:[^"\\\\]|\\\\.)*)"'
/** Apache's common and combined log format, which is Nginx's `combined`; after it may stand how many seconds it took. */
const LINE = new RegExp(
  `^(\\S+) \\S+ (\\S+) \\[([^\\]]+)\\] ${QUOTED} (\\d{3}) (\\d+|-)(?: ${QUOTED} ${QUOTED})?(?: "?(\\d+\\.\\d+)"?)?`,
)
const REQUEST = /^([A-Z]+) (\S+)(?: (\S+))?$/

/** A line of a web server's access log, as the client's middleware tells of requests. */
export const combined: Format = line => {
  const [, clientIp, user, time = '', request = '', status, size, referer, agent, took] =
    LINE.exec(line) ?? []
  if (clientIp === undefined) return null
  const [, method, uri = '', protocol] = REQUEST.exec(request) ?? []
  const [path, query] = uri.split(/\?(.*)/s)
  const at = DateTime.fromFormat(time, 'dd/MMM/yyyy:HH:mm:ss ZZZ', { locale: 'en' })
  const isFailure = Number(status) >= 500
  return {
    fields: defined({
      ...{ method, path: path || undefined, query: query || undefined, protocol },
      request: method ? undefined : request,
      response: { status: Number(status), size: size === '-' ? 0 : Number(size) },
      ...{ client_ip: clientIp, user: said(user), referer: said(referer), user_agent: said(agent) },
    }),
    at: at.isValid ? at.toSeconds() : undefined,
    tookSeconds: took === undefined ? undefined : Number(took),
    message: `${request} answered with ${status}`,
    level: isFailure ? 'error' : 'info',
  }
}

const said = (text: string | undefined) => (text && text !== '-' ? text : undefined)
