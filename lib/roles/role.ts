import type { Env } from '#lib/env.ts'

export type RoleName = 'web' | 'engine' | 'intake'

export interface RoleContext {
  env: Env
  /** aborts when the process shall finish what it holds and end */
  signal: AbortSignal
  /** tells that the role takes work now, with a line to show */
  ready(line: string): void
}

/** Runs until its signal aborts; resolves when everything it held is finished. */
export type Role = (context: RoleContext) => Promise<void>
