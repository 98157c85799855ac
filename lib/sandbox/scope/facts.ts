/**
 * What a script is told at its beginning, from JSON: times are told as texts, and are dates for scripts.
 * Compiled into each isolate by its text, so it knows nothing but its own body.
 */
export function facts(json: string) {
  const told = JSON.parse(json)

  function dated(record: Record<string, unknown> | null, names: string[]) {
    if (record !== null)
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as string
        record[name] = new Date(record[name] as string)
      }
    return record
  }

  function datedEvents(events: Record<string, unknown>[]) {
    for (let i = 0; i < events.length; i++)
      dated(events[i] as Record<string, unknown>, ['at', 'start'])
    return events
  }

  return (name: 'now' | 'previous' | 'stream' | 'events' | 'monitor' | 'env'): unknown => {
    switch (name) {
      case 'now':
        return new Date(told.now)
      case 'previous':
        return told.previous.at === null ? told.previous : dated(told.previous, ['at'])
      case 'stream':
        if (told.stream?.events) datedEvents(told.stream.events)
        return dated(told.stream, ['firstEvent', 'lastEvent'])
      case 'events':
        return datedEvents(told.events)
      default:
        return told[name]
    }
  }
}
