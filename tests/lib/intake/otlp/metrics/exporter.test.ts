import {
  AggregationTemporalityPreference,
  OTLPMetricExporter as JsonExporter,
} from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter as ProtobufExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openMetricsWorld } from '#tests/lib/intake/otlp/metrics/world.ts'

let world: Awaited<ReturnType<typeof openMetricsWorld>>
beforeAll(async () => {
  process.env.OTEL_EXPORTER_OTLP_COMPRESSION = 'gzip'
  world = await openMetricsWorld()
})
afterAll(() => world.close())

/** Reports are sent when the test says so, however long that takes. */
const HOUR_MS = 3_600_000

describe.each([
  ['protobuf', ProtobufExporter],
  ['JSON', JsonExporter],
] as const)('the exporter of %s', (encoding, Exporter) => {
  describe.each([
    ['from the beginning on', 'all', AggregationTemporalityPreference.CUMULATIVE],
    ['from one report to the next', 'new', AggregationTemporalityPreference.DELTA],
  ] as const)('that counts %s', (_, manner, temporalityPreference) => {
    const name = (metric: string) => `${encoding}.${manner}.${metric}`

    /** A program with the SDK in it. */
    function program(host: string) {
      const exporter = new Exporter({
        url: `${world.url}/v1/metrics`,
        headers: { Authorization: `Bearer ${world.publicKey}` },
        ...{ temporalityPreference, timeoutMillis: HOUR_MS },
      })
      const reader = new PeriodicExportingMetricReader({
        ...{ exporter, exportIntervalMillis: HOUR_MS, exportTimeoutMillis: HOUR_MS },
      })
      const provider = new MeterProvider({
        readers: [reader],
        resource: resourceFromAttributes({ 'service.name': 'shop', 'host.name': host, pid: 7 }),
        views: [
          {
            instrumentName: '*.size',
            aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
          },
        ],
      })
      return { provider, meter: provider.getMeter('shop.orders', '1.0') }
    }

    test('sends counters, by attributes and by what the program is', async () => {
      const { provider, meter } = program('web-1')
      const orders = meter.createCounter(name('orders'))
      orders.add(3, { country: 'ch', express: true })
      orders.add(2, { country: 'de', express: false })
      await provider.forceFlush()
      orders.add(4, { country: 'ch', express: false })
      orders.add(1.5, { country: 'at' })
      await provider.forceFlush()
      await provider.shutdown()

      expect(await world.stored(name('orders'))).toMatchObject({ kind: 'counter', sum: 10.5 })
      const byFilter = (filter: string, value: string) =>
        world.stored(name('orders'), { [filter]: value }).then(stored => stored?.sum)
      expect(await byFilter('country', 'ch')).toBe(7)
      expect(await byFilter('country', 'at')).toBe(1.5)
      expect(await byFilter('express', 'false')).toBe(6)
      expect(await byFilter('service.name', 'shop')).toBe(10.5)
      expect(await byFilter('host.name', 'web-1')).toBe(10.5)
      expect(await byFilter('pid', '7')).toBeUndefined()
    })

    test('sends counters that are read when they are sent', async () => {
      const { provider, meter } = program('web-1')
      let read = 100
      meter.createObservableCounter(name('read')).addCallback(result => result.observe(read))
      await provider.forceFlush()
      read = 250
      await provider.forceFlush()
      await provider.shutdown()
      expect(await world.stored(name('read'))).toMatchObject({ kind: 'counter', sum: 250 })
    })

    test('goes on when a program is started again, and when two are one', async () => {
      for (const amount of [5, 7]) {
        const { provider, meter } = program('web-1')
        meter.createCounter(name('again')).add(amount)
        await provider.shutdown()
      }
      const both = [program('same'), program('same')].map(({ provider, meter }) => ({
        provider,
        counter: meter.createCounter(name('again')),
      }))
      for (const amount of [10, 1, 1])
        for (const { provider, counter } of both) {
          counter.add(amount)
          await provider.forceFlush()
        }
      for (const { provider } of both) await provider.shutdown()
      expect(await world.stored(name('again'))).toMatchObject({ sum: 5 + 7 + 2 * 12 })
    })

    test('sends levels', async () => {
      const { provider, meter } = program('web-1')
      const depth = meter.createGauge(name('depth'))
      const open = meter.createUpDownCounter(name('open'))
      depth.record(40)
      open.add(5)
      await provider.forceFlush()
      depth.record(42)
      open.add(-2)
      await provider.shutdown()
      expect(await world.stored(name('depth'))).toMatchObject({ kind: 'gauge', last: 42 })
      expect(await world.stored(name('open'))).toMatchObject({ kind: 'gauge', last: 3 })
    })

    test('sends histograms: their sums are exact, their values as near as their buckets are', async () => {
      const { provider, meter } = program('web-1')
      const took = meter.createHistogram(name('took'))
      for (const value of [3, 12, 80]) took.record(value, { route: '/' })
      await provider.forceFlush()
      for (const value of [7, 700, 90_000]) took.record(value, { route: '/cart' })
      await provider.shutdown()

      const stored = await world.stored(name('took'))
      expect(stored).toMatchObject({ kind: 'distribution', count: 6 })
      expect(stored?.sum).toBeCloseTo(90_802, 6)
      expect(stored?.max).toBeGreaterThan(10_000)
      const cart = await world.stored(name('took'), { route: '/cart' })
      expect(cart).toMatchObject({ count: 3 })
      expect(cart?.sum).toBeCloseTo(90_707, 6)
    })

    test('sends histograms with exponential buckets, also when these are made wider', async () => {
      const { provider, meter } = program('web-1')
      const size = meter.createHistogram(name('size'))
      for (const value of [100, 101, 102]) size.record(value)
      await provider.forceFlush()
      for (const value of [0, 1, 1_000_000]) size.record(value)
      await provider.shutdown()

      const stored = await world.stored(name('size'))
      expect(stored).toMatchObject({ kind: 'distribution', count: 6, zeros: 1 })
      expect(stored?.sum).toBeCloseTo(1_000_304, 5)
    })
  })
})
