/** What is wrong with an IANA time zone name, or null. */
export function timezoneProblem(zone: string): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return null
  } catch {
    return `is not a time zone: ${zone}`
  }
}
