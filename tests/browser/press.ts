import type { Locator } from 'playwright-core'
import { until } from '#tests/until.ts'

/**
 * Clicks something as soon as it hears: a page that was just opened is drawn before its scripts listen. By `force` also
 * what is drawn by another element than itself, as a switch.
 */
export async function press(what: Locator, options: { force?: boolean } = {}): Promise<void> {
  await until(() => what.evaluate(hears))
  await what.click(options)
}

/** React keeps what an element listens to on the element. */
const hears = (element: Element) =>
  Object.keys(element).some(name => name.startsWith('__reactProps'))
