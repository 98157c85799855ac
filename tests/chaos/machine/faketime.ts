import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { type Installable, isInstalled } from '#tests/services/servers/server.ts'

const LIBRARY = ['x86_64', 'aarch64']
  .map(machine => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find(existsSync)

/** Debian's library that comes between a process and the clock of the machine. */
export const faketime: Installable = {
  name: 'faketime',
  packages: ['faketime'],
  programs: ['/usr/bin/faketime'],
}

/** The clock of a process, below all of its code. */
export interface FakeClock {
  /** what the process is to be started with */
  env: Readonly<Record<string, string>>
  set(aheadMs: number): void
}

/** A clock that says in this file how wrong it is; null where the library is not installed. */
export function openFakeClock(file: string): FakeClock | null {
  if (!isInstalled(faketime) || !LIBRARY) return null

  /** Read once a second: never half of it. */
  function set(aheadMs: number) {
    writeFileSync(`${file}.new`, `${aheadMs < 0 ? '' : '+'}${aheadMs / 1000}\n`)
    renameSync(`${file}.new`, file)
  }

  set(0)
  return {
    set,
    env: {
      ...{ LD_PRELOAD: LIBRARY, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: '1' },
      // Node's timers look at this one, which nobody can set.
      DONT_FAKE_MONOTONIC: '1',
    },
  }
}
