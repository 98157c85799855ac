import type { Locator } from 'playwright-core'
import { until } from '#tests/until.ts'

/** Clicks something as soon as it hears: a page that was just opened is drawn before its scripts listen. */
export async function press(what: Locator): Promise<void> {
  await until(() => what.evaluate(hears))
  await what.click()
}

/** React keeps what an element listens to on the element. */
const hears = (element: Element) =>
  Object.keys(element).some(name => name.startsWith('__reactProps'))
