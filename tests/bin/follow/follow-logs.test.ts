import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { followLogs } from '#bin/follow/follow-logs.ts'
import { logPaths } from '#bin/follow/log-paths.ts'
import { openPositions, usualStateFile } from '#bin/follow/positions.ts'
import { until } from '#tests/until.ts'

let folder: string
let stop: AbortController
const file = (name: string) => join(folder, name)
const append = (name: string, text: string) => appendFileSync(file(name), text)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-follow-'))
  stop = new AbortController()
})
afterEach(() => {
  stop.abort()
  rmSync(folder, { recursive: true })
})

/** Follows until it is stopped; `sent` has the lines that were taken, `looked` waits until all was looked at again. */
function following(options: { fromStart?: boolean; paths?: string[] } = {}) {
  stop = new AbortController()
  const sent: string[] = []
  const names = new Set<string>()
  const told: string[] = []
  let looks = 0
  const paths = logPaths(options.paths ?? [folder])
  const ended = followLogs({
    paths() {
      looks++
      return paths()
    },
    positions: openPositions(file('state.json')),
    fromStart: options.fromStart ?? false,
    async send({ path, position, lines }) {
      for (const { text, offset } of lines) {
        sent.push(text)
        names.add(`${path} ${position.since} ${offset}`)
      }
    },
    say: line => told.push(line),
    signal: stop.signal,
    lookMs: 5,
  })
  return {
    told,
    sent,
    names,
    looked: async () => {
      const before = looks
      await until(() => looks > before + 1)
    },
    async stop() {
      stop.abort()
      await ended
    },
  }
}

test('what is written after the start is sent, and what was there is not', async () => {
  append('a.log', 'old\n')
  const follower = following()
  await follower.looked()
  append('a.log', 'one\ntwo\r\n\n')
  append('b.log', 'of a new file\n')
  append('c.txt', 'of no log\n')
  await until(() => follower.sent.length === 3)
  await follower.looked()
  expect(follower.sent.sort()).toEqual(['of a new file', 'one', 'two'])
  await follower.stop()
})

test('what was there is sent when that is asked', async () => {
  append('a.log', 'old\nolder\n')
  const follower = following({ fromStart: true, paths: [file('a.log')] })
  await until(() => follower.sent.length === 2)
  expect(follower.sent).toEqual(['old', 'older'])
  await follower.stop()
})

test('half a line waits for its end', async () => {
  const follower = following()
  append('a.log', 'whole\nha')
  await until(() => follower.sent.length === 1)
  await follower.looked()
  append('a.log', 'lf\n')
  await until(() => follower.sent.length === 2)
  expect(follower.sent).toEqual(['whole', 'half'])
  await follower.stop()
})

test('a file that is renamed is read to its end, then the new one of its name', async () => {
  append('a.log', 'first\n')
  const follower = following({ fromStart: true })
  await until(() => follower.sent.length === 1)
  append('a.log', 'second\nthird without an end')
  renameSync(file('a.log'), file('a.log.1'))
  append('a.log', 'fourth\n')
  await until(() => follower.sent.length === 4)
  expect(follower.sent).toEqual(['first', 'second', 'third without an end', 'fourth'])
  await follower.stop()
})

test('a file that is emptied is read from its beginning, and the same line there is another one', async () => {
  append('a.log', 'begun\n')
  const follower = following({ fromStart: true })
  await until(() => follower.sent.length === 1)
  truncateSync(file('a.log'))
  await follower.looked()
  append('a.log', 'begun\n')
  await until(() => follower.sent.length === 2)
  expect(follower.sent).toEqual(['begun', 'begun'])
  expect(follower.names.size).toBe(2)
  await follower.stop()
})

test('the next process goes on where this one ended, across a rotation meanwhile', async () => {
  append('a.log', 'one\n')
  const first = following({ fromStart: true })
  await until(() => first.sent.length === 1)
  await first.stop()
  append('a.log', 'two\n')
  renameSync(file('a.log'), file('a.log.1'))
  append('a.log', 'three\n')

  const second = following()
  await until(() => second.sent.length === 2)
  expect(second.sent).toEqual(['two', 'three'])
  await second.stop()

  const third = following()
  await third.looked()
  append('a.log', 'four\n')
  await until(() => third.sent.length > 0)
  expect(third.sent).toEqual(['four'])
  await third.stop()
})

test('what was not taken is sent again under the same names', async () => {
  append('a.log', 'one\ntwo\n')
  const seen: string[][] = []
  const follow = async (isTaken: boolean) => {
    stop = new AbortController()
    await followLogs({
      paths: logPaths([folder]),
      positions: openPositions(file('state.json')),
      fromStart: true,
      async send({ position, lines, at }) {
        seen.push(lines.map(({ offset, text }) => `${position.since} ${at} ${offset} ${text}`))
        stop.abort()
        if (!isTaken) throw new Error('killed')
      },
      say() {},
      signal: stop.signal,
      lookMs: 5,
    }).catch(() => {})
  }
  await follow(false)
  await follow(true)
  expect(seen).toHaveLength(2)
  expect(seen[1]).toEqual(seen[0])
})

test('a line that never ends is cut, and any bytes are text', async () => {
  append('a.log', 'x'.repeat(600_000))
  appendFileSync(file('a.log'), Buffer.from('\ngr\xfcn\n', 'latin1'))
  const follower = following({ fromStart: true })
  await until(() => follower.sent.includes('grün'))
  expect(follower.sent.slice(0, -1).join('')).toBe('x'.repeat(600_000))
  expect(Math.max(...follower.sent.map(({ length }) => length))).toBeLessThan(300_000)
  await follower.stop()
})

test('what is not there, and a state that cannot be read, are told', () => {
  expect(() => logPaths([file('none')])).toThrow(`There is no ${file('none')}.`)
  writeFileSync(file('state.json'), 'nonsense')
  expect(() => openPositions(file('state.json'))).toThrow('does not say how far')
  expect(() => openPositions(file('state.json/inside'))).toThrow('cannot be written')
})

test('each set of paths has a state of its own', () => {
  expect(usualStateFile(['/a', '/b'])).toBe(usualStateFile(['/b', '/a']))
  expect(usualStateFile(['/a'])).not.toBe(usualStateFile(['/b']))
})
