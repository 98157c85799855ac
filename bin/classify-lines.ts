import { once } from 'node:events'
import { Classifier } from '#lib/errors/classify/classifier.ts'
import { DEFAULT_SETTINGS, type Group } from '#lib/errors/classify/contract.ts'
import { Lines } from '#lib/errors/classify/lines.ts'
import { ERROR_LEVEL } from '#lib/errors/event.ts'

/**
 * `npm run --silent classify`: reads one message a line and writes for each, in order, `GROUP<TAB>TEMPLATE`, with the
 * default settings and without a database. The group is decided when the line comes; its template is as it stands when
 * the answer is written: after HELD_MOST lines, at the end, or when nothing has come for a while.
 */
const HELD_MOST = 65_536
const IDLE_MS = 1_000
const BLOCK = 1 << 16

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

const held = new Uint32Array(HELD_MOST)
let heldCount = 0
let block = Buffer.allocUnsafe(BLOCK)
let blockLength = 0

function classify(bytes: Buffer, from: number, to: number) {
  const group = classifier.seen(bytes, from, to) ?? groupOf(bytes.toString('utf8', from, to))
  let number = numbers.get(group)
  if (number === undefined) {
    number = answers.push(answerOf(group, answers.length + 1))
    numbers.set(group, number)
  }
  held[heldCount++] = number
  if (heldCount === HELD_MOST) answer()
}

function groupOf(message: string): Group {
  return classifier.classify({ ...plain, message }).group
}

function answer() {
  for (let i = 0; i < heldCount; i++) append(bytesOf(held[i] as number))
  heldCount = 0
  flush()
}

function bytesOf(number: number): Buffer {
  const known = answers[number - 1] as Answer
  if (known.group.template !== known.template) answers[number - 1] = answerOf(known.group, number)
  return (answers[number - 1] as Answer).bytes
}

function answerOf(group: Group, number: number): Answer {
  const { template } = group
  return { group, template, bytes: Buffer.from(`${number}\t${template.replaceAll('\t', ' ')}\n`) }
}

function append(bytes: Buffer) {
  if (blockLength + bytes.length > block.length) flush()
  if (bytes.length > block.length) process.stdout.write(bytes)
  else blockLength += bytes.copy(block, blockLength)
}

function flush() {
  if (blockLength > 0) process.stdout.write(block.subarray(0, blockLength))
  block = Buffer.allocUnsafe(BLOCK)
  blockLength = 0
}

// Who reads only the beginning, like `head`, has what they want.
process.stdout.on('error', () => process.exit(0))
const lines = new Lines(classify)
const idle = setTimeout(answer, IDLE_MS)
for await (const chunk of process.stdin) {
  lines.write(chunk)
  idle.refresh()
  if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
}
lines.end()
answer()
clearTimeout(idle)
