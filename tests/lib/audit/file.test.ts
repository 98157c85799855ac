import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfiguration } from '#lib/config/file.ts'
import { applyConfiguration } from '#lib/config/mutations.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const file = join(mkdtempSync(join(tmpdir(), 'belfry-audit-')), 'belfry.yaml')

/** Applies a file; answers what stands in the trail by that. */
async function apply(text: string, planOnly = false) {
  await database.pool.query('truncate audit')
  writeFileSync(file, text)
  const configuration = readConfiguration(file, { SECRET: 'canary-8127' })
  await applyConfiguration(configuration, { planOnly })
  const entries = await database.db.audit.findMany({ orderBy: { id: 'asc' } })
  expect(JSON.stringify(entries, (_, value) => `${value}`)).not.toContain('canary-8127')
  for (const { person, address } of entries)
    expect([person, address]).toEqual(['belfry.yaml', null])
  return entries.map(({ action, subject, name, subjectId }) =>
    [action, subject, name || subjectId].join(' '),
  )
}

const whole = (url: string) => `
sources:
  db: { type: graphite, config: { url: '${url}', password: '\${SECRET}' } }
monitors:
  Orders: { schedule: '@daily', script: return 1 }
projects:
  shop:
    keys:
      - { publicKey: abcdefabcdefabcdefabcdefabcdef01, privateKey: '\${SECRET}-and-longer-than-that' }
`

test('what a file declares is put down to it, each change once, also when it goes', async () => {
  expect(await apply(whole('http://a'), true)).toEqual([])
  expect(await apply(whole('http://a'))).toEqual([
    'create source db',
    'create project shop',
    'keys project shop',
    'create monitor Orders',
  ])
  expect(await apply(whole('http://a'))).toEqual([])
  expect(await apply(whole('http://b'))).toEqual(['change source db'])
  expect(await apply('{}')).toEqual([
    'delete source db',
    'release project shop',
    'release monitor Orders',
  ])
  expect(await apply(whole('http://b'))).toEqual([
    'create source db',
    'change project shop',
    'keys project shop',
    'adopt monitor Orders',
  ])
})

test('of a file with a mistake nothing stands there', async () => {
  const mistaken = whole('http://c').replace('return 1', 'return (')
  await expect(apply(mistaken)).rejects.toThrow(/Orders\.script/)
  expect(await database.db.audit.count()).toBe(0)
})
