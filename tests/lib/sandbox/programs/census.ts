import { readdirSync, readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What a test process holds at this moment, as far as the system tells. */
export interface Census {
  /** ids of the runner processes that it started and that still are */
  runners: number[]
  descriptors: number
  /** of its own heap, after everything that can go is gone */
  heapBytes: number
}

const isLinux = process.platform === 'linux'

export function census(): Census {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return {
    runners: isLinux ? readdirSync('/proc').map(Number).filter(isRunnerOfOurs) : [],
    descriptors: isLinux ? readdirSync('/proc/self/fd').length : 0,
    heapBytes: process.memoryUsage().heapUsed,
  }
}

function isRunnerOfOurs(pid: number): boolean {
  if (!pid) return false
  try {
    const [, , parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '_ ')
      .split(' ')
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return Number(parent) === process.pid && command.includes('sandbox/runner.ts')
  } catch {
    return false
  }
}
