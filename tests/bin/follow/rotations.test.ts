import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { followLogs } from '#bin/follow/follow-logs.ts'
import { logPaths } from '#bin/follow/log-paths.ts'
import { openPositions } from '#bin/follow/positions.ts'
import { isRotationOf } from '#bin/follow/rotations.ts'
import { until } from '#tests/until.ts'

let folder: string
let stop: AbortController
const file = (name: string) => join(folder, name)
const append = (name: string, text: string) => appendFileSync(file(name), text)
const rename = (from: string, to: string) => renameSync(file(from), file(to))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-follow-'))
  stop = new AbortController()
})
afterEach(() => {
  stop.abort()
  rmSync(folder, { recursive: true })
})

/** Follows `a.log` until it has sent as many lines more; answers them, and what it told. */
async function follow(lines: number) {
  stop = new AbortController()
  const sent: string[] = []
  const told: string[] = []
  let looks = 0
  const paths = logPaths([folder])
  const ended = followLogs({
    paths() {
      looks++
      return paths()
    },
    positions: openPositions(file('state.json')),
    fromStart: true,
    async send({ lines }) {
      sent.push(...lines.map(({ text }) => text))
    },
    say: line => told.push(line),
    signal: stop.signal,
    lookMs: 5,
  })
  await until(() => sent.length >= lines)
  const enough = looks
  await until(() => looks > enough + 4)
  stop.abort()
  await ended
  return { sent, told }
}

/** As logrotate does: the compressed file is as old as what it was made of. */
function pack(name: string, ending: string, bytes: (content: Buffer) => Buffer) {
  const content = readFileSync(file(name))
  const times = { at: new Date(modifiedAt(name)) }
  writeFileSync(file(`${name}.${ending}`), bytes(content))
  utimesSync(file(`${name}.${ending}`), times.at, times.at)
  unlinkSync(file(name))
}

/** Each a second after the one before, as far as rotation can tell. */
let clock = 1_700_000_000
function modifiedAt(name: string): number {
  clock += 1
  utimesSync(file(name), clock, clock)
  return clock * 1000
}

const byTool = (tool: string) => (input: Buffer) => execFileSync(tool, ['-c'], { input })
const has = (tool: string) => {
  try {
    execFileSync('which', [tool])
    return true
  } catch {
    return false
  }
}

test.for([
  ['gz', gzipSync, true],
  ['zst', zstdCompressSync, true],
  ['bz2', byTool('bzip2'), has('bzip2')],
  ['xz', byTool('xz'), has('xz')],
] as const)(
  'rotations that were missed are read, compressed by %s',
  async ([ending, bytes, isThere], { skip }) => {
    skip(!isThere, `${ending} cannot be made here`)
    append('a.log', 'one\n')
    expect((await follow(1)).sent).toEqual(['one'])

    append('a.log', 'two\n')
    modifiedAt('a.log')
    rename('a.log', 'a.log.3')
    pack('a.log.3', ending, bytes)
    append('a.log.2', 'three\nfour\n')
    pack('a.log.2', ending, bytes)
    append('a.log.1', 'five\n')
    modifiedAt('a.log.1')
    append('a.log', 'six\n')
    expect(await follow(5)).toEqual({ sent: ['two', 'three', 'four', 'five', 'six'], told: [] })

    pack('a.log.1', ending, bytes)
    append('a.log', 'seven\n')
    expect(await follow(1)).toEqual({ sent: ['seven'], told: [] })
  },
)

test('a file that is copied and emptied is read to its end in the copy', async () => {
  append('a.log', 'one\n')
  await follow(1)
  append('a.log', 'two\n')
  copyFileSync(file('a.log'), file('a.log.1'))
  modifiedAt('a.log.1')
  truncateSync(file('a.log'))
  append('a.log', 'three, which is longer than what was there before\n')
  expect((await follow(2)).sent).toEqual([
    'two',
    'three, which is longer than what was there before',
  ])
  append('a.log', 'four\n')
  expect((await follow(1)).sent).toEqual(['four'])
})

test('of a file that is gone what can be is told, and what came after it is read', async () => {
  append('a.log', 'one\n')
  await follow(1)
  // Its number is not given to the next one.
  rename('a.log', 'elsewhere')
  append('a.log', 'two\n')
  rmSync(file('elsewhere'))
  const { sent, told } = await follow(1)
  expect(sent).toEqual(['two'])
  expect(told).toEqual([expect.stringContaining('may be missing')])
})

test('what cannot be unpacked is told, and the rest is read', async () => {
  append('a.log', 'one\n')
  await follow(1)
  modifiedAt('a.log')
  rename('a.log', 'a.log.2')
  writeFileSync(file('a.log.1.gz'), 'nonsense')
  append('a.log', 'two\n')
  const { sent, told } = await follow(1)
  expect(sent).toEqual(['two'])
  expect(told[0]).toContain('a.log.1.gz cannot be unpacked')
})

test('older files of a log are no logs of their own', () => {
  for (const name of ['a.log', 'a-20261122.log', 'a-errors.log', 'a.1.log']) append(name, '')
  expect(logPaths([folder])().sort()).toEqual([file('a-errors.log'), file('a.log')])
})

test.each([
  ['a.log.1', true],
  ['a.log.12.gz', true],
  ['a.log-20261122', true],
  ['a.log-20261122.xz', true],
  ['a.log.2026-11-22_10-00', true],
  ['a-20261122.log', true],
  ['a-20261122.log.zst', true],
  ['a.1.log', true],
  ['a.log.old', true],
  ['a.log.gz', true],
  ['a.log', false],
  ['a-errors.log', false],
  ['a.log.swp', false],
  ['ab.log.1', false],
  ['b.log.1', false],
])('%s is an older file of a.log: %s', (name, expected) => {
  expect(isRotationOf(name, 'a.log')).toBe(expected)
})
