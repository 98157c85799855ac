import { type Env, readEnv } from '#lib/env.ts'

let kept: Env | undefined

/** The settings of this process, which are checked once and not with every request. */
export function ownEnv(): Env {
  kept ??= readEnv()
  return kept
}
