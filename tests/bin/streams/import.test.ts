import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'

const COMMAND = join(import.meta.dirname, '../../../bin/belfry.js')
const folder = mkdtempSync(join(tmpdir(), 'belfry-streams-command-'))

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  writeFileSync(join(folder, 'pipelines.yaml'), 'bill: [logger]\n')
  writeFileSync(join(folder, 'triggers.yaml'), TRIGGERS)
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

const TRIGGERS = `- name: orders
  expiration: $last + 1h
  fire_pipeline: bill
  match_criteria: [{ event_type: order.* }]
  fire_criteria: [{ event_type: order.paid }]
`

function streams(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'streams', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, BELFRY_LOG: '' },
  })
  return { status, stdout, stderr }
}

test('a folder is imported, after it was tried', () => {
  const lines = '+ pipeline bill\n+ trigger orders\n'
  expect(streams('import', '.', '--dry-run')).toEqual({
    ...{ status: 0, stderr: '' },
    stdout: `${lines}If this is imported: 2 created, 0 changed.\n`,
  })
  expect(streams('import', '.').stdout).toBe(`${lines}Imported: 2 created, 0 changed.\n`)
})

test('mistakes are told by file, line and column, and the command fails', () => {
  writeFileSync(join(folder, 'triggers.yaml'), TRIGGERS.replace('1h', '1w'))
  expect(streams('import', '.')).toEqual({
    ...{ status: 1, stdout: '' },
    stderr: expect.stringMatching(/^triggers\.yaml: line 2, column \d+, 0\.expiration: .*\n$/),
  })
})

test('an export writes over nothing unless it is told to', () => {
  expect(streams('export', 'out').stdout).toBe(
    'Wrote winchester.yaml, triggers.yaml, pipelines.yaml, event_definitions.yaml into out.\n',
  )
  expect(readFileSync(join(folder, 'out/triggers.yaml'), 'utf8')).toContain('- name: orders')
  expect(streams('export', 'out')).toMatchObject({
    ...{ status: 1, stderr: expect.stringContaining('take --force') },
  })
  expect(streams('import', 'out').stdout).toBe('Imported: nothing changes.\n')
})
