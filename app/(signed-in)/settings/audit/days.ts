/** `2026-11-22`, as it is in the zone. */
export const dayOf = (iso: string, zone: string): string =>
  // Swedes write their days like this.
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(iso))

/** When a day begins where this runs, ISO; undefined for what is no day. */
export const beginningOf = (day: string): string | undefined => startOf(day, 0)

/** When the day after it begins. */
export const afterDay = (day: string): string | undefined => startOf(day, 1)

function startOf(day: string, daysLater: number): string | undefined {
  const at = new Date(`${day}T00:00`)
  if (Number.isNaN(at.getTime())) return undefined
  at.setDate(at.getDate() + daysLater)
  return at.toISOString()
}
