import type { MetricIntake } from '#lib/metrics/intake/contract.ts'

/** Where no metrics are expected. */
export const noMetrics: MetricIntake = {
  accept: async () => [],
  offer: () => false,
  meter: () => null,
  admit: () => false,
  room: () => undefined,
  drop: () => {},
  close: async () => {},
}
