/** What was pasted: a notification, an array of them, or one a line. Throws where it is no JSON. */
export function samplesIn(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : [value]
  } catch (error) {
    const lines = text.split('\n').filter(line => line.trim() !== '')
    if (lines.length < 2) throw error
    return lines.map(line => JSON.parse(line) as unknown)
  }
}

/** What stands there before somebody has pasted one. */
export const SAMPLE = JSON.stringify(
  {
    event_type: 'compute.instance.create.end',
    message_id: '2fa0a6ef-5a43-4d50-8d2e-6f3a2b1c9d10',
    publisher_id: 'compute.node-7',
    timestamp: '2026-01-31 12:00:00.250000',
    _context_request_id: 'req-1',
    payload: {
      instance_id: 'i-1',
      tenant_id: 'shop',
      memory_mb: 2048,
      launched_at: '2026-01-31T11:59:30Z',
    },
  },
  null,
  2,
)
