import { read, write } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Classifier } from '#lib/errors/classify/classifier.ts'
import { DEFAULT_SETTINGS, type Group } from '#lib/errors/classify/contract.ts'
import { LINE_BYTES, Lines } from '#lib/errors/classify/lines.ts'
import { ERROR_LEVEL } from '#lib/errors/event.ts'

/**
 * `npm run --silent classify`: reads one message a line and writes for each, in order, `GROUP<TAB>TEMPLATE`, with the
 * default settings and without a database. The group is decided when the line comes; its template is as it stands when
 * the answer is written: after HELD_MOST lines, at the end, or when nothing has come for a while.
 */
const HELD_MOST = 65_536
const IDLE_MS = 1_000
const BLOCK = 1 << 20
const STDIN = 0
const STDOUT = 1
const EAGAIN_MS = 5

const classifier = new Classifier(DEFAULT_SETTINGS)
const plain = { at: 0, level: ERROR_LEVEL, host: '', program: '' }

interface Answer {
  group: Group
  template: string
  bytes: Buffer
}
/** by number - 1 */
const answers: Answer[] = []
const numbers = new Map<Group, number>()

/** The numbers of lines that are not answered yet: no block has more lines than bytes. */
const held = new Uint32Array(HELD_MOST + BLOCK)
let heldCount = 0
const output = Buffer.allocUnsafeSlow(BLOCK)

function classify(bytes: Buffer, from: number, last: number): number {
  const end = classifier.readLine(bytes, from, last)
  const group = classifier.seen ?? groupOf(textOf(bytes, from, end))
  let number = numbers.get(group)
  if (number === undefined) {
    number = answers.push(answerOf(group, answers.length + 1))
    numbers.set(group, number)
  }
  held[heldCount++] = number
  return end
}

const textOf = (bytes: Buffer, from: number, end: number) =>
  bytes.toString('utf8', from, Math.min(end, from + LINE_BYTES))

function groupOf(message: string): Group {
  return classifier.classify({ ...plain, message }).group
}

async function answer() {
  let length = 0
  for (let i = 0; i < heldCount; i++) {
    const bytes = bytesOf(held[i] as number)
    if (length + bytes.length > output.length) {
      await writeAll(output.subarray(0, length))
      length = 0
    }
    length += bytes.copy(output, length)
  }
  heldCount = 0
  await writeAll(output.subarray(0, length))
}

function bytesOf(number: number): Buffer {
  const known = answers[number - 1] as Answer
  if (known.group.template === known.template) return known.bytes
  const changed = answerOf(known.group, number)
  answers[number - 1] = changed
  return changed.bytes
}

function answerOf(group: Group, number: number): Answer {
  const { template } = group
  return { group, template, bytes: Buffer.from(`${number}\t${template.replaceAll('\t', ' ')}\n`) }
}

const readSome = promisify(read)
const writeSome = promisify(write)

async function writeAll(bytes: Buffer) {
  for (let at = 0; at < bytes.length; )
    at += (await patiently(() => writeSome(STDOUT, bytes, at))).bytesWritten
}

/** Others may have made the terminal or the pipe such that nobody waits for it. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // Who reads only the beginning, like `head`, has what they want.
      if (code === 'EPIPE') process.exit(0)
      if (code !== 'EAGAIN') throw error
      await delay(EAGAIN_MS)
    }
  }
}

/** The next bytes; what is held is answered when they are long in coming. */
async function nextBytes(input: Buffer): Promise<number> {
  const reading = patiently(() => readSome(STDIN, input, 0, BLOCK, null))
  const idle = new AbortController()
  const waiting = delay(IDLE_MS, undefined, { signal: idle.signal }).catch(() => {})
  const isIdle = await Promise.race([reading.then(() => false), waiting.then(() => true)])
  idle.abort()
  if (isIdle) await answer()
  return (await reading).bytesRead
}

const input = Buffer.allocUnsafeSlow(BLOCK)
const lines = new Lines(classify)
for (let length = await nextBytes(input); length > 0; length = await nextBytes(input)) {
  lines.write(input.subarray(0, length))
  if (heldCount >= HELD_MOST) await answer()
}
lines.end()
await answer()
