/** How many items one group holds at most. */
interface Limits {
  most: number
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
  { most }: Limits,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = []
  let busy = false

  async function workOff() {
    busy = true
    // What is called in the same turn of the event loop belongs together.
    await new Promise(setImmediate)
    while (waiting.length > 0) await finish(waiting.splice(0, most), work)
    busy = false
  }

  return item =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!busy) void workOff()
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
