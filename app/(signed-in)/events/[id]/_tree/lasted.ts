import { took } from '#app/_ui/time.ts'

/** How long work took, down to microseconds: `0.084 ms`, `8.4 ms`, `84 ms`, `1.2 s`. */
export function lasted(ms: number): string {
  if (ms >= 10 || ms <= 0) return took(Math.max(0, ms))
  return `${Number(ms.toPrecision(2))} ms`
}
