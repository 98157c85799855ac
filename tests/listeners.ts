import { randomInt } from 'node:crypto'

const LISTENERS = ['HTTP', 'SYSLOG', 'TCP', 'UDP', 'STATSD', 'BLUEOX', 'CONTROL']

/** Settings of an intake for each of its listeners: `off`, or `0` for any port that is free. */
export const listenersAt = (address: 'off' | '0'): Record<string, string> =>
  Object.fromEntries(LISTENERS.map(name => [`BELFRY_INTAKE_${name}`, address]))

/** An address of this machine that nobody else uses: what listens there finds its port free when it comes back. */
export const ownHost = () => `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(1, 255)}`
