import type { ErrorIntake } from '#lib/errors/contract.ts'
import type { EventIntake } from '#lib/events/intake/contract.ts'
import type { MetricIntake } from '#lib/metrics/intake/contract.ts'
import type { NotificationIntake } from '#lib/streams/distiller/contract.ts'

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

/** Where no events are expected. */
export const noEvents: EventIntake = {
  accept: async () => [],
  offer: () => false,
  room: () => undefined,
  drop: () => {},
  onStored: () => () => {},
  close: async () => {},
}

/** Where no errors are expected. */
export const noErrors: ErrorIntake = {
  accept: async () => [],
  offer: () => false,
  room: () => undefined,
  drop: () => {},
  close: async () => {},
}

/** Where no notifications are expected. */
export const noNotifications: NotificationIntake = {
  accept: async () => [],
  drop: () => {},
}
