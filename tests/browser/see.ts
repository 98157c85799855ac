import type { Locator, Page } from 'playwright-core'

/** Waits until a text is to be seen, once or more. */
export const see = (where: Page | Locator, text: string | RegExp, exact = false): Promise<void> =>
  where.getByText(text, { exact }).filter({ visible: true }).first().waitFor()
