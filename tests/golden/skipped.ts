import type { Case } from '#tests/golden/adapter.ts'

interface Skipped {
  system: string
  group: string
  reason: string
  applies(golden: Case): boolean
}

/** Everything that is not run, with the reason; at most 5 cases of a file. */
export const skipped: Skipped[] = [
  {
    system: 'revere',
    group: 'message',
    reason: 'HipChat is gone, and left out',
    applies: ({ config }) => typeof config === 'object' && config !== null && 'room_name' in config,
  },
  {
    system: 'winchester',
    group: 'state',
    reason: 'traits are JSON, and their types have no numbers',
    applies: ({ what }) => what === 'numbers of the trait types',
  },
]
