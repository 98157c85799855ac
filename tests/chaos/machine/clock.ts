/**
 * Loaded into a process before everything else (`--import`): its wall clock is then ahead by as many milliseconds as the
 * parent says, at first or by a message, as if somebody had set the machine's. What measures spans (timers, `performance`) goes on as it is.
 */
let aheadMs = Number(process.env.CHAOS_AHEAD_MS ?? 0)
process.on('message', (message: { aheadMs?: number }) => {
  if (message.aheadMs !== undefined) aheadMs = message.aheadMs
})

const machine = Date
const now = () => machine.now() + aheadMs
globalThis.Date = new Proxy(machine, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: () => new machine(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
})
