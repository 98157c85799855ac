import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { launch, type Service } from './server.ts'

/** Sends: each test starts its own, which knows where to. */
export const rsyslog: Service = {
  name: 'rsyslog',
  packages: ['rsyslog', 'rsyslog-gnutls'],
  // The driver's own path differs by architecture.
  programs: ['/usr/sbin/rsyslogd', '/var/lib/dpkg/info/rsyslog-gnutls.list'],
  start: async () => ({ env: { BELFRY_TEST_RSYSLOG: 'installed' }, stop: async () => {} }),
}

/** An rsyslogd that forwards what is written to the socket `NAME.sock` in its folder by the action of that name. */
export function forwarding(folder: string, actions: Record<string, string>) {
  const inputs = Object.entries(actions).map(
    ([name, action]) => `
ruleset(name="${name}") { action(type="omfwd" target="127.0.0.1" ${action}) }
input(type="imuxsock" Socket="${join(folder, `${name}.sock`)}" ruleset="${name}" RateLimit.Interval="0")`,
  )
  const file = join(folder, 'rsyslog.conf')
  writeFileSync(
    file,
    `global(workDirectory="${folder}" localHostname="sender.example.com")
module(load="imuxsock" SysSock.Use="off")
${inputs.join('\n')}
`,
  )
  return launch('/usr/sbin/rsyslogd', ['-n', '-f', file, '-i', join(folder, 'pid')], { folder })
}
