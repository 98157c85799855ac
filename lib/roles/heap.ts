import { setFlagsFromString } from 'node:v8'
import type { RoleName } from '#lib/roles/role.ts'

/**
 * By how many percent of what is held the old objects of a role may grow until they are collected. Left to itself, V8
 * lets them grow to four times as much and keeps all pages, more of them each hour (bench/README.md). The pages of the web
 * role are made in bursts, far apart: it is left to V8.
 */
const GROWTH = { engine: 50, intake: 100, web: null } satisfies Record<RoleName, number | null>

/** To be called before the role holds much. */
export function boundHeap(role: RoleName) {
  const percent = GROWTH[role]
  if (percent !== null) setFlagsFromString(`--heap-growing-percent=${percent}`)
}
