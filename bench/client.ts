import { openSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import type { Measured } from '#bench/main.ts'
import { close, configure, context, droppedEvents, flush, set } from '#client/index.ts'

/** In a row: so few that other processes seldom come in between. */
const CALLS = 100
const ROUNDS = 1_000
const WARM = 100

/**
 * Microseconds that the client takes in the application's thread: for a `set`, and for a whole context with five of them, encoded and
 * queued for an intake that takes everything. Beside it, in turn, pino's `info` of the same values, written to nowhere.
 */
export async function measure(): Promise<Measured> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.end('{}'))
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  configure(`http://key@127.0.0.1:${(server.address() as AddressInfo).port}`)
  const log = pino({}, pino.destination({ dest: openSync('/dev/null', 'w'), sync: true }))

  const works = {
    context: (n: number) => context('request', () => tell(n)),
    empty: () => context('request', () => {}),
    nested: (n: number) => context('request', () => context('.sql', () => set('rows', n))),
    info: (n: number) => log.info(request(n), 'request'),
  }
  const times = { context: [0], empty: [0], nested: [0], info: [0], set: [0] }
  for (let round = -WARM; round < ROUNDS; round++) {
    if (round === 0) for (const name of Object.keys(times)) times[name as 'set'] = []
    for (const [name, work] of Object.entries(works)) {
      times[name as 'set'].push(timeOf(work))
      await flush()
    }
    times.set.push(context('request', () => timeOf(n => set('response.size', n))))
  }

  const dropped = droppedEvents()
  await close()
  server.close()
  if (dropped > 0) throw new Error(`${dropped} events were dropped: they were not measured`)
  const { context: value, info: floor, ...others } = medians(times)
  return {
    ...{ name: 'client', value, unit: 'µs', floor, ratio: Math.round((value / floor) * 100) / 100 },
    ...others,
  }
}

function tell(n: number) {
  set('method', 'GET')
  set('path', '/orders')
  set('response.status', 200)
  set('response.size', n)
  set('user', 'ann')
}

const request = (n: number) => ({
  ...{ method: 'GET', path: '/orders', response: { status: 200, size: n }, user: 'ann' },
})

/** Microseconds a call. */
function timeOf(work: (n: number) => unknown): number {
  const from = performance.now()
  for (let n = 0; n < CALLS; n++) work(n)
  return ((performance.now() - from) / CALLS) * 1_000
}

const medians = <Name extends string>(times: Record<Name, number[]>) =>
  Object.fromEntries(
    Object.entries<number[]>(times).map(([name, all]) => {
      const middle = all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN
      return [name, Math.round(middle * 100) / 100]
    }),
  ) as Record<Name, number>
