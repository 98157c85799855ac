import { one, type Query } from '#app/_ui/query.ts'
import { type DeliveryFilter, deliveryFilter, deliveryStatus } from '#lib/alerting/schema.ts'

/** The filter that stands in an address; what makes no sense there is left out. */
export function filterOf(query: Query): DeliveryFilter {
  const monitor = Number(one(query, 'monitor'))
  return {
    alert: one(query, 'alert'),
    status: deliveryStatus.safeParse(one(query, 'status')).data,
    monitor: Number.isSafeInteger(monitor) && monitor > 0 ? monitor : undefined,
    q: one(query, 'q'),
    stream: deliveryFilter.shape.stream.safeParse(one(query, 'stream')).data,
  }
}

export const isFiltered = (filter: DeliveryFilter): boolean =>
  Object.values(filter).some(value => value !== undefined)
