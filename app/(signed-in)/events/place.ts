/** Where a tree of events is looked at, and which of them. */
export const placeOf = (id: string, event?: string): string =>
  `/events/${encodeURIComponent(id)}${event ? `?event=${encodeURIComponent(event)}` : ''}`
