import { StatsD as HotShots } from 'hot-shots'
import NodeStatsd from 'node-statsd'
import StatsdClient from 'statsd-client'

/** What every client of StatsD can do. */
export interface Client {
  count(name: string, by: number, country: string): void
  gauge(name: string, value: number): void
  timing(name: string, milliseconds: number): void
  member(name: string, who: string): void
  close(): void
}

export type Place = { host: string; port: number; prefix: string }

const hotShots =
  (protocol: 'udp' | 'tcp') =>
  (place: Place): Client => {
    const client = new HotShots({ ...place, protocol })
    return {
      count: (name, by, country) => client.increment(name, by, { country }),
      gauge: (name, value) => client.gauge(name, value),
      timing: (name, milliseconds) => client.timing(name, milliseconds),
      member: (name, who) => client.unique(name, who),
      close: () => client.close(() => {}),
    }
  }

const statsdClient =
  (isTcp: boolean) =>
  (place: Place): Client => {
    const client = new StatsdClient({ ...place, tcp: isTcp, maxBufferSize: 0 })
    return {
      count: (name, by, country) => client.counter(name, by, { country }),
      gauge: (name, value) => client.gauge(name, value),
      timing: (name, milliseconds) => client.timing(name, milliseconds),
      member: (name, who) => client.set(name, who),
      close: () => client.close(),
    }
  }

function nodeStatsd(place: Place): Client {
  const client = new NodeStatsd(place)
  return {
    count: (name, by, country) => client.increment(name, by, undefined, [`country:${country}`]),
    gauge: (name, value) => client.gauge(name, value),
    timing: (name, milliseconds) => client.timing(name, milliseconds),
    member: (name, who) => client.unique(name, who),
    close: () => client.close(),
  }
}

/** Clients of the field, as they come from npm. */
export const CLIENTS: readonly (readonly [string, (place: Place) => Client])[] = [
  ['hot-shots over UDP', hotShots('udp')],
  ['hot-shots over TCP', hotShots('tcp')],
  ['statsd-client over UDP', statsdClient(false)],
  ['statsd-client over TCP', statsdClient(true)],
  ['node-statsd', nodeStatsd],
]
