import { setTimeout as delay } from 'node:timers/promises'
import { type Chance, timesOf } from '#bin/demo/shop/chance.ts'
import { type Step, stepsOf } from '#bin/demo/streams/orders.ts'

/** How often what has happened is sent. */
const ROUND_MS = 500

export interface Trade {
  /** orders a second */
  rate: number
  seconds: number
  /** how long a day is here, in seconds */
  daySeconds: number
  chance: Chance
  signal: AbortSignal
  send(events: readonly object[]): Promise<void>
}

/** Takes orders for so long, and goes on until the last of them is paid and shipped. Answers how many there were. */
export async function trade({ rate, seconds, daySeconds, chance, signal, send }: Trade) {
  const name = Date.now().toString(36)
  const waiting: { at: number; step: Step }[] = []
  const closesAt = Date.now() + seconds * 1000
  let orders = 0
  while (!signal.aborted && (Date.now() < closesAt || waiting.length > 0)) {
    const now = Date.now()
    const placed = now < closesAt ? timesOf((rate * ROUND_MS) / 1000, chance) : 0
    for (let i = 0; i < placed; i++)
      for (const step of stepsOf(`${name}-${++orders}`, chance))
        waiting.push({ at: now + step.after * daySeconds * 1000, step })

    const due = waiting.filter(({ at }) => at <= now)
    const rest = waiting.filter(({ at }) => at > now)
    waiting.splice(0, waiting.length, ...rest)
    if (due.length > 0) await send(due.map(({ at, step }) => eventOf(step, at)))
    await delay(ROUND_MS, undefined, { signal }).catch(() => {})
  }
  return orders
}

const eventOf = ({ type, traits }: Step, at: number) => ({
  ...{ type, id: `order ${traits.order}`, uid: `${traits.order} ${type}`, at: at / 1000 },
  ...{ host: 'shop-1', traits },
})
