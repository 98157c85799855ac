/** The steps to a value: keys, and numbers in lists. */
export type Location = readonly (string | number)[]

const BARE_KEY = /^[\p{L}_@][\p{L}\p{N}_@-]*$/u

/** A place in a notification as matches tell it, which is a path itself: `payload.things[1].'odd key'`. */
export function written(location: Location): string {
  const steps = location.map(step => {
    if (typeof step === 'number') return `[${step}]`
    return `.${BARE_KEY.test(step) ? step : `'${step.replace(/['\\]/g, '\\$&')}'`}`
  })
  return steps.join('').replace(/^\./, '')
}
