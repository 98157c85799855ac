import { expect, onTestFinished, test } from 'vitest'
import { prometheusOf } from '#lib/relay/status/prometheus.ts'
import { serveStatus } from '#lib/relay/status/serve.ts'
import type { RelayStatus } from '#lib/relay/status/status.ts'
import { statusInWords } from '#lib/relay/status/words.ts'

const status: RelayStatus = {
  startedAt: '2026-01-31T12:00:00.000Z',
  listeners: ['HTTP on 127.0.0.1:8890'],
  spool: { folder: '/spool', bytes: 1_536, mostBytes: 1024 ** 3, whenFull: 'refuse' },
  centres: [
    { name: 'main', isUp: false, problem: 'connect ECONNREFUSED', clockLead: null },
    { name: 'second', isUp: true, problem: null, clockLead: -90 },
  ],
  projects: [
    {
      ...{ name: 'shop', waiting: 12, bytes: 1_536, inDoubt: { main: 3 }, problem: 'no way' },
      ...{ kept: 40, sent: { accepted: 20, duplicate: 5 }, dropped: { invalid: 1 } },
      ...{ lost: 2, damaged: 100 },
    },
  ],
}

test('a person is told what waits, what became of the rest, and why', () => {
  expect(statusInWords(status)).toBe(`Relay since 2026-01-31T12:00:00.000Z
  HTTP on 127.0.0.1:8890
Spool /spool: 1.5 KiB of 1.0 GiB; when full: refuse
Centre main: away (connect ECONNREFUSED)
Centre second: there; its clock is 90 s behind
Project shop
  12 waiting (1.5 KiB), 40 kept
  sent: 20 accepted, 5 duplicate
  dropped: 1 invalid
  kept for a centre that did not answer: 3 main
  given up to make room: 2
  damaged: 100 B
  problem: no way
`)
})

test('Prometheus reads the same', () => {
  const lines = prometheusOf(status).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      '# TYPE belfry_relay_waiting gauge',
      'belfry_relay_waiting{project="shop"} 12',
      'belfry_relay_centre_up{centre="main"} 0',
      'belfry_relay_spool_bytes 1536',
      'belfry_relay_in_doubt{project="shop",centre="main"} 3',
      'belfry_relay_sent_total{project="shop",outcome="duplicate"} 5',
      'belfry_relay_dropped_total{project="shop",reason="invalid"} 1',
    ]),
  )
})

test('it is shown on this machine, and nothing else is', async () => {
  const page = await serveStatus(0, () => status)
  onTestFinished(page.close)
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(`http://127.0.0.1:${page.port}${path}`, init)
    return { status: response.status, text: await response.text() }
  }
  expect(await ask('/')).toEqual({ status: 200, text: statusInWords(status) })
  expect(JSON.parse((await ask('/status')).text)).toEqual(status)
  expect(await ask('/metrics')).toEqual({ status: 200, text: prometheusOf(status) })
  expect((await ask('/constructor')).status).toBe(404)
  expect((await ask('/', { method: 'POST' })).status).toBe(404)
})
