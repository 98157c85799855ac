import type { Say } from '#lib/sandbox/scope/border.ts'
import type { ScopeLimits } from '#lib/sandbox/scope/limits.ts'

/**
 * The console of a script. Compiled into each isolate by its text, so it knows nothing but its own body.
 *
 * The beginning is told line by line, so that it outlives a run that is ended; the end is told each time the
 * output has doubled, and at the end. That bounds what crosses the border, however much is written.
 */
export function printing(limits: ScopeLimits, say: Say) {
  const { apply } = Reflect
  const { slice } = String.prototype
  const part = (text: string, from: number, to?: number): string => apply(slice, text, [from, to])
  let written = 0
  let tail = ''
  let tellTailAt = 0

  function write(...parts: unknown[]) {
    const line = `${parts.map(shown).join(' ')}\n`
    const room = Math.max(0, limits.outputLength - written)
    written += line.length
    if (room > 0) say('output', 0, '', part(line, 0, room))
    if (line.length <= room) return
    tail = part(tail + part(line, room), -limits.outputLength)
    if (written < tellTailAt) return
    tellTailAt = written * 2
    flush()
  }

  function flush() {
    if (tail) say('tail', written, '', tail)
  }

  function shown(value: unknown): string {
    if (typeof value === 'string') return value
    if (typeof value === 'function') return `[function ${value.name}]`
    if (value instanceof Error) return `${value.stack ?? value}`
    if (typeof value !== 'object' || value === null) return String(value)
    try {
      return JSON.stringify(value, plainly) ?? '[object]'
    } catch (error) {
      return `[${(error as Error).message.split('\n')[0]}]`
    }
  }

  const plainly = (_: string, value: unknown) => {
    if (typeof value === 'bigint') return `${value}`
    if (value instanceof Map || value instanceof Set) return [...value]
    return value
  }

  return { write, flush }
}
