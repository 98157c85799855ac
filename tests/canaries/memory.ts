import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

const CHUNK_BYTES = 16 * 1024 * 1024

/** Which of the texts are in the memory of a process, as bytes or as UTF-16. Needs /proc and the right to look. */
export function inMemory(pid: number, texts: readonly string[]): string[] {
  const needles = texts.flatMap(text => [
    { text, bytes: Buffer.from(text) },
    { text, bytes: Buffer.from(text, 'utf16le') },
  ])
  const overlap = Math.max(...needles.map(({ bytes }) => bytes.length))
  const seen = new Set<string>()
  for (const chunk of chunksOf(pid, overlap))
    for (const { text, bytes } of needles)
      if (!seen.has(text) && chunk.includes(bytes)) seen.add(text)
  return [...seen]
}

function* chunksOf(pid: number, overlap: number): Generator<Buffer> {
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const buffer = Buffer.alloc(CHUNK_BYTES)
  try {
    for (const { start, end } of writableParts(pid))
      for (let at = start; at < end; at += CHUNK_BYTES - overlap) {
        const length = Math.min(CHUNK_BYTES, end - at)
        const bytes = readAt(memory, buffer, length, at)
        if (bytes > 0) yield buffer.subarray(0, bytes)
        if (length < CHUNK_BYTES) break
      }
  } finally {
    closeSync(memory)
  }
}

/** See proc_pid_maps(5): `7f00-7f01 rw-p …` */
function writableParts(pid: number) {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap(line => {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? []
      return from && to ? [{ start: Number.parseInt(from, 16), end: Number.parseInt(to, 16) }] : []
    })
}

/** Pages may be there in name only. */
function readAt(memory: number, buffer: Buffer, length: number, at: number): number {
  try {
    return readSync(memory, buffer, 0, length, at)
  } catch {
    return 0
  }
}
