import {
  allows,
  claims,
  notAllowed,
  notClaimed,
  type Sender,
  type Way,
} from '#lib/projects/connect/way.ts'
import type { Project } from '#lib/projects/schema.ts'

/** The names that syslog's own tools have for the severities. */
const PRIORITIES = {
  emergency: 'emerg',
  alert: 'alert',
  critical: 'crit',
  error: 'err',
  warning: 'warning',
  notice: 'notice',
  info: 'info',
  debug: 'debug',
} as const

/** Belfry's own, where none is set. */
const SYSLOG_PORT = 5514
/** Where Debian keeps them, and most others too. */
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt'

/** The tools that speak syslog, which carries no key. */
export function syslogWays(sender: Sender): Way[] {
  const { syslog, syslogTls } = sender.place
  const way = (id: string, label: string, isOn: boolean, steps: Way['steps']): Way => {
    const obstacle = obstacleOf(sender, isOn)
    return { id, label, sends: 'errors', protocol: 'syslog', obstacle, steps }
  }
  return [
    way('rsyslog', 'rsyslog', syslog !== null || syslogTls !== null, rsyslogSteps(sender)),
    way('syslog-ng', 'syslog-ng', syslog !== null || syslogTls !== null, syslogNgSteps(sender)),
    way('logger', 'logger', syslog !== null, loggerSteps(sender)),
    way('python', 'Python', syslog !== null, pythonSteps(sender)),
  ]
}

function obstacleOf({ project }: Sender, isOn: boolean): string | null {
  if (!allows(project, 'syslog')) return notAllowed
  if (!isOn) return 'Syslog is switched off (BELFRY_INTAKE_SYSLOG); switch it on first.'
  return claims(project, ['syslog', 'syslog-tls']) ? null : notClaimed('Syslog')
}

function rsyslogSteps(sender: Sender): Way['steps'] {
  const { project, place } = sender
  const action = (port: number, tls = '') => `*.${priority(project)} action(type="omfwd"
  target="${place.host}" port="${port}" protocol="tcp"${tls}
  TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"
  queue.type="LinkedList" queue.size="10000" action.resumeRetryCount="-1")`
  return plainAndTls(place, {
    title: 'Put into /etc/rsyslog.d/90-belfry.conf, then systemctl restart rsyslog',
    plain: port => action(port),
    tlsTitle: 'With TLS: apt install rsyslog-gnutls, then the same file',
    tls: port => `global(DefaultNetstreamDriverCAFile="${AUTHORITIES}")
${action(
  port,
  `
  StreamDriver="gtls" StreamDriverMode="1"
  StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="${place.host}"`,
)}`,
  })
}

function syslogNgSteps({ project, place }: Sender): Way['steps'] {
  const file = (
    transport: string,
  ) => `destination d_belfry { syslog("${place.host}" ${transport}); };
filter f_belfry { level(${priority(project)}..emerg); };
log { source(s_src); filter(f_belfry); destination(d_belfry); };`
  return plainAndTls(place, {
    title: 'Put into /etc/syslog-ng/conf.d/belfry.conf, then systemctl restart syslog-ng',
    plain: port => file(`port(${port}) transport("tcp")`),
    tlsTitle: 'With TLS: the same file',
    tls: port => file(`port(${port}) transport("tls") tls(ca-file("${AUTHORITIES}"))`),
  })
}

interface Both {
  title: string
  plain(port: number): string
  tlsTitle: string
  tls(port: number): string
}

/** What is switched on of the two; with neither, the first as it usually is. */
function plainAndTls({ syslog, syslogTls }: Sender['place'], both: Both): Way['steps'] {
  const isPlain = syslog !== null || syslogTls === null
  return [
    ...(isPlain ? [{ title: both.title, lines: both.plain(syslog ?? SYSLOG_PORT) }] : []),
    ...(syslogTls === null ? [] : [{ title: both.tlsTitle, lines: both.tls(syslogTls) }]),
  ]
}

function loggerSteps({ project, place: { host, syslog } }: Sender): Way['steps'] {
  const line = (how: string) =>
    `logger -n ${host} -P ${syslog ?? SYSLOG_PORT} ${how} --rfc5424 -p user.${priority(project)} -t try 'A first error'`
  return [
    { title: 'Send one error over TCP', lines: line('-T --octet-count') },
    { title: 'Send one error over UDP', lines: line('-d') },
  ]
}

function pythonSteps({ place: { host, syslog } }: Sender): Way['steps'] {
  return [
    {
      title: 'The standard library’s handler, over UDP',
      lines: `import logging
from logging.handlers import SysLogHandler

handler = SysLogHandler(address=("${host}", ${syslog ?? SYSLOG_PORT}))
handler.ident = "try: "
logging.getLogger().addHandler(handler)
logging.error("A first error")`,
    },
  ]
}

const priority = ({ settings }: Project) => PRIORITIES[settings.errors.level]
