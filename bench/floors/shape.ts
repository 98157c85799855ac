import { readSync } from 'node:fs'

/**
 * What a classifier could cost at least: reads lines, looks at each character once, hashes the words without digits,
 * and looks the line's hash up in a map.
 */
const buffer = Buffer.allocUnsafeSlow(1 << 20)
const seen = new Map<number, number>()
let kept = 0
for (let length = readSync(0, buffer, 0, buffer.length, null); length > 0; ) {
  const end = kept + length
  let at = 0
  for (let to = buffer.indexOf(10); to >= 0 && to < end; to = buffer.indexOf(10, at)) {
    const hash = hashOf(buffer.toString('latin1', at, to))
    seen.set(hash, (seen.get(hash) ?? 0) + 1)
    at = to + 1
  }
  buffer.copyWithin(0, at, end)
  kept = end - at
  length = readSync(0, buffer, kept, buffer.length - kept, null)
}

function hashOf(line: string): number {
  let word = 0
  let hasDigit = 0
  let hash = 0
  for (let i = 0; i <= line.length; i++) {
    const code = i < line.length ? line.charCodeAt(i) : 32
    if (code === 32) {
      hash = hasDigit ? (hash + 1) | 0 : Math.imul(hash, 16_777_619) ^ word
      word = 0
      hasDigit = 0
      continue
    }
    if (code >= 48 && code <= 57) hasDigit = 1
    word = (Math.imul(word, 31) + code) | 0
  }
  return hash
}
