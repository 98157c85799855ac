import type { Job } from '#lib/sandbox/contract.ts'

/** Numbers of owners fit 32 bits; monitors count up from 1, test runs without a monitor down from here. */
const LAST_OWNER = 2 ** 32 - 1
const EVERYONE = 0
let tests = 0

/** What a script may know of its run, as JSON. */
export function factsOf({ now, previous, monitor, stream = null, step }: Job): string {
  return JSON.stringify({
    now: now.getTime(),
    previous: { ...previous, at: previous.at?.getTime() ?? null },
    monitor: { name: monitor.name, tags: monitor.tags },
    stream,
    ...step,
  })
}

/** Whose isolates a run uses. A monitor that has groups or chosen sources shares its own with no other. */
export function ownerOf({ monitor, sources, reach }: Job): number {
  if (sources === null && (reach.all || reach.groups.length === 0)) return EVERYONE
  return monitor.id ?? LAST_OWNER - (tests++ % 1_000_000)
}
