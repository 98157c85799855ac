import { watchDatabase } from '#tests/kill-points/doors/database.ts'
import { watchDisk } from '#tests/kill-points/doors/disk.ts'
import { watchNetwork } from '#tests/kill-points/doors/network.ts'
import { type Effect, isOf, type Point, tablesOf } from '#tests/kill-points/point.ts'

/**
 * Loaded into a process of Belfry (`node --import`): kills it where it is told to, in place of a hook in the product. What a
 * process brings about shows at its doors: in its statements, in what it brings to the disk, in what it says to others.
 */
let point = JSON.parse(process.env.KILL_POINT ?? 'null') as Point | null
let fitting = 0
const told = new Set<string>()
process.on('message', (message: { kill?: Point }) => {
  if (!message.kill) return
  point = message.kill
  fitting = 0
  process.send?.({ aimed: true })
})

const doors = { isFatal, die }
watchDatabase(doors)
watchNetwork(doors)
await watchDisk(doors)

/** Dies before the effect, or answers whether to die after it. */
function isFatal(effect: Effect): boolean {
  if (effect.door === 'database') tell(effect)
  if (!point || !isOf(point, effect) || ++fitting !== (point.nth ?? 1)) return false
  return point.moment === 'before' ? die() : true
}

/** Who started it hears of each effect, once. */
function tell(effect: Effect) {
  const text = effect.says.join(';')
  if (told.has(text) || tablesOf(effect.says).size === 0) return
  told.add(text)
  process.send?.({ effect })
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  // The signal may be on its way for a moment, in which nothing more is done.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
}
