import { validateDetailed } from 'node-cron'

/** What is wrong with a cron expression, or null. */
export function scheduleProblem(text: string): string | null {
  const result = validateDetailed(text)
  return result.valid ? null : result.errors.map(error => error.message).join('; ')
}

/** What is wrong with an IANA time zone name, or null. */
export function timezoneProblem(zone: string): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return null
  } catch {
    return `is not a time zone: ${zone}`
  }
}
