import cronstrue from 'cronstrue'

/** A schedule in words, with its time zone where that matters. Safe in the browser, and for text still being typed. */
export function scheduleInWords(expression: string, zone = 'UTC'): string {
  try {
    const words = cronstrue.toString(expression.trim(), {
      use24HourTimeFormat: true,
      // node-cron wants day of the month and day of the week to match both.
      logicalAndDayFields: true,
    })
    return /:|day|month|\d hours/i.test(words) ? `${words} (${zone})` : words
  } catch {
    return expression
  }
}
