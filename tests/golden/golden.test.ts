import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'belfry-golden-'))
afterAll(() => rmSync(folder, { recursive: true }))

function golden(path: string) {
  const { stdout, status } = spawnSync(process.execPath, ['tests/golden/run.ts', path], {
    encoding: 'utf8',
  })
  return { lines: stdout.trim().split('\n'), status }
}

/** A file of cases that are told apart by their group. */
function fileOf(system: string, ...cases: object[]): string {
  const file = join(folder, `${system}-${cases.length}.json`)
  const numbered = cases.map((one, i) => ({ id: `X-${i + 1}`, ...one }))
  writeFileSync(file, JSON.stringify({ system, cases: numbered }))
  return file
}

test.each([
  ['revere', 0],
  ['firetower', 0],
  ['gottwall', 0],
  ['blueox', 0],
  // Numbers that only its tables have.
  ['winchester', 1],
])('every case of %s passes but %i', (system, skipped) => {
  const { lines, status } = golden(`tests/golden/${system}.json`)
  expect(lines.at(-1)).toMatch(new RegExp(`^[1-9]\\d* passed, 0 failed, ${skipped} skipped$`))
  expect(status).toBe(0)
})

test('a case that fails has a line with what was expected and what came', () => {
  const page = { group: 'paging', rows: 250, page_arg: '2' }
  const file = fileOf(
    'revere',
    { ...page, expected: { page: 2, last_page: 3, offset: 100 } },
    { ...page, expected: { page: 3, last_page: 3, offset: 200 } },
    { group: 'unheard of', expected: 1 },
  )
  expect(golden(file)).toEqual({
    lines: [
      'X-2: expected {"page":3,"last_page":3,"offset":200}, got {"page":2,"last_page":3,"offset":100}',
      'X-3: no adapter for the group unheard of',
      '1 passed, 2 failed, 0 skipped',
    ],
    status: 1,
  })
})

test('a system without an adapter fails, in a folder too', () => {
  fileOf('unknown', { group: 'a' }, { group: 'b' })
  const { lines, status } = golden(folder)
  expect(lines.join('\n')).toContain('no adapter for unknown yet')
  expect(lines.at(-1)).toMatch(/^1 passed, 4 failed/)
  expect(status).toBe(1)
})

test('more than five skipped cases of a file are too many', () => {
  const hipChat = { group: 'message', config: { room_name: 'r' }, expected: '' }
  const { lines, status } = golden(fileOf('revere', ...Array(6).fill(hipChat)))
  expect(lines).toEqual([
    expect.stringContaining('message: HipChat is gone'),
    expect.stringContaining('at most 5 may be'),
    '0 passed, 1 failed, 6 skipped',
  ])
  expect(status).toBe(1)
})

test('what cannot be read is a failure', () => {
  expect(golden(join(folder, 'nothing.json'))).toMatchObject({ status: 1 })
})
