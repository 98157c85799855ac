import { textOf } from '#lib/intake/untrusted.ts'

/** Nanoseconds since 1970, mostly as text since JSON's numbers cannot hold them; 0 says that it is not known. */
export function secondsIn(nanoseconds: unknown): number | undefined {
  const seconds = Number(textOf(nanoseconds, 50)) / 1e9
  return seconds > 0 && Number.isSafeInteger(Math.round(seconds * 1000)) ? seconds : undefined
}

export function millisecondsIn(nanoseconds: unknown): number | undefined {
  const seconds = secondsIn(nanoseconds)
  return seconds === undefined ? undefined : Math.round(seconds * 1000)
}
