import { type Chance, oneOf, skewed } from '#bin/demo/shop/chance.ts'

/** What becomes of a hundred orders. */
const FATES = { fine: 88, unpaid: 7, unshipped: 5 } as const
type Fate = keyof typeof FATES

/** An event of an order, and after which part of a day it happens. */
export interface Step {
  type: 'order.placed' | 'order.paid' | 'order.shipped'
  /** of a day */
  after: number
  traits: Record<string, string | number>
}

/** What happens with one order: most are paid and shipped within a day, some are not. */
export function stepsOf(order: string, chance: Chance): Step[] {
  const fate = oneOf(FATES, chance)
  const about = { order, customer: `customer-${1 + Math.floor(chance() * 200)}` }
  const paid = Math.min(skewed(0.03, 0.8, chance), 0.3)
  const shipped = paid + 0.1 + chance() * 0.5
  const steps: Step[] = [
    { type: 'order.placed', after: 0, traits: { ...about, items: 1 + Math.floor(chance() * 4) } },
    { type: 'order.paid', after: paid, traits: { ...about, amount: amount(chance) } },
    { type: 'order.shipped', after: shipped, traits: { ...about, carrier: carrier(chance) } },
  ]
  return steps.slice(0, HAPPENS[fate])
}

const HAPPENS: Record<Fate, number> = { fine: 3, unpaid: 1, unshipped: 2 }

const amount = (chance: Chance) => Math.round(skewed(40, 0.7, chance) * 100) / 100
const carrier = (chance: Chance) => oneOf({ post: 5, 'by-bike': 2, freight: 1 }, chance)
