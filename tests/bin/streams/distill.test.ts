import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'

const COMMAND = join(import.meta.dirname, '../../../bin/belfry.js')
const folder = mkdtempSync(join(tmpdir(), 'belfry-distill-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DEFINITIONS = `
- event_type: compute.*
  traits: &all
    id: { fields: payload.id }
- event_type: compute.exists
  traits:
    <<: *all
    memory: { type: int, fields: payload.memory }
`
const notification = (message_id: string, fields: object) => ({
  ...{ event_type: 'compute.exists', message_id, timestamp: '2026-01-31T12:00:00Z' },
  ...fields,
})
const event = (message_id: string, traits: object) => ({
  ...{ event_type: 'compute.exists', message_id, timestamp: '2026-01-31T12:00:00.000000Z' },
  traits,
})

beforeAll(() => {
  writeFileSync(at('definitions.yaml'), DEFINITIONS)
  const one = notification('m-1', { payload: { id: 'i', memory: '5' } })
  writeFileSync(at('one.json'), JSON.stringify(one, null, 2))
  const lines = [
    notification('m-2', { payload: { memory: 'much' } }),
    notification('m-3', { event_type: 'volume.create', publisher_id: 'volume.a' }),
  ]
  writeFileSync(at('lines.jsonl'), [...lines.map(line => JSON.stringify(line)), 'no'].join('\n'))
})

async function distill(args: string[], input = '') {
  const child = spawn(process.execPath, [COMMAND, 'streams', 'distill', ...args])
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdin.end(input)
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise(resolve => child.once('exit', resolve)),
  ])
  return { status, events: stdout, said: stderr.replaceAll(folder, 'FOLDER') }
}
const parsed = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as unknown)

test('the events are printed, and of what is dropped is said why', async () => {
  const files = [at('one.json'), at('lines.jsonl')]
  const { status, events, said } = await distill(['-d', at('definitions.yaml'), ...files])
  expect(status).toBe(0)
  expect(parsed(events)).toEqual([event('m-1', { id: 'i', memory: 5 })])
  expect(said.split('\n')).toEqual([
    'FOLDER/lines.jsonl, notification 1: dropped: What was found for a trait is not of its type. memory: "much" is no whole number',
    'FOLDER/lines.jsonl, notification 2: dropped: No definition takes notifications of this type.',
    expect.stringContaining('FOLDER/lines.jsonl, notification 3: dropped: '),
    ...['1 event, 3 dropped', ''],
  ])
})

test('with --catch-all nothing is without a definition; they are read from standard input, and written to a file', async () => {
  const given = notification('m-4', { event_type: 'volume.create', publisher_id: 'volume.a' })
  const args = ['-d', at('definitions.yaml'), '--catch-all', '-o', at('out.jsonl'), '-']
  const { status, events, said } = await distill(args, JSON.stringify(given))
  expect([status, events, said]).toEqual([0, '', '1 event, 0 dropped\n'])
  expect(parsed(readFileSync(at('out.jsonl'), 'utf8'))).toEqual([
    { ...event('m-4', { service: 'volume.a' }), event_type: 'volume.create' },
  ])
})

test('a file that is not there, and definitions that are wrong, are told before anything is printed', async () => {
  const missing = await distill(['-d', at('definitions.yaml'), at('one.json'), at('none.json')])
  expect([missing.status, missing.events]).toEqual([1, ''])
  expect(missing.said).toContain('FOLDER/none.json cannot be read')

  writeFileSync(at('wrong.yaml'), DEFINITIONS.replace('int', 'numeric'))
  const wrong = await distill(['-d', at('wrong.yaml'), at('one.json')])
  expect([wrong.status, wrong.events]).toEqual([1, ''])
  expect(wrong.said).toBe(
    'FOLDER/wrong.yaml is not valid. 1.traits.memory.type: line 8, column 15: is none of text, int, float, datetime\n',
  )
})
