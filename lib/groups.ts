import { setTimeout as delay } from 'node:timers/promises'

interface Limits {
  /** items that one group holds at most */
  most: number
  /** how long a group waits for company; 0: for the rest of this turn of the event loop */
  lingerMs?: number
}

interface Waiting<Item, Answer> {
  item: Item
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * Makes single calls share work: what comes while a group is under way forms the next group.
 * `work` answers one entry for each item, in order; when it throws, every item of its group fails.
 */
export function grouped<Item, Answer>(
  work: (items: Item[]) => Promise<Answer[]>,
  { most, lingerMs = 0 }: Limits,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = []
  let isBusy = false

  async function workOff() {
    isBusy = true
    while (waiting.length > 0) {
      if (waiting.length < most) await (lingerMs > 0 ? delay(lingerMs) : new Promise(setImmediate))
      await finish(waiting.splice(0, most), work)
    }
    isBusy = false
  }

  return item =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isBusy) void workOff()
    })
}

async function finish<Item, Answer>(
  group: Waiting<Item, Answer>[],
  work: (items: Item[]) => Promise<Answer[]>,
) {
  try {
    const answers = await work(group.map(({ item }) => item))
    for (const [i, { resolve }] of group.entries()) resolve(answers[i] as Answer)
  } catch (error) {
    for (const { reject } of group) reject(error)
  }
}
