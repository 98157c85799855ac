import { expect } from 'vitest'
import { type openBelfry, PHONE } from '#tests/browser/product.ts'

type Belfry = Awaited<ReturnType<typeof openBelfry>>

/** Opens a page on a phone, and holds that nothing of it stands out at the side. */
export async function fitsPhone(belfry: Belfry, path: string): Promise<void> {
  const phone = await belfry.person(PHONE)
  await phone.goto(path)
  await phone.getByRole('heading', { level: 1 }).waitFor()
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBeLessThanOrEqual(PHONE.viewport.width)
  await phone.context().close()
}
