import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { byteSize, readConfig } from '#lib/relay/config.ts'
import { KEY, newFolder } from '#tests/lib/relay/world.ts'

test.each([
  ['500MB', 5e8],
  ['2GiB', 2 * 1024 ** 3],
  ['1.5 g', 1.5e9],
  [1_048_576, 1_048_576],
])('%s are %i bytes', (said, bytes) => {
  expect(byteSize.parse(said)).toBe(bytes)
})

test.each(['a lot', '10', '-5MB', '1KB', ''])('“%s” is no size of a spool', said => {
  expect(byteSize.safeParse(said).error?.issues[0]?.message).toContain('like 500MB')
})

test('the command line alone is enough', () => {
  const config = readConfig(undefined, { url: ['https://a.example:8890/'], key: `${KEY}:private1` })
  expect(config).toMatchObject({
    centres: [{ name: 'https://a.example:8890', addresses: ['https://a.example:8890'] }],
    projects: { default: { key: KEY, privateKey: 'private1' } },
    spool: { bytes: 1024 ** 3, whenFull: 'refuse' },
  })
})

test('a file names projects and centres; keys may be in the environment', () => {
  const file = join(newFolder(), 'relay.yaml')
  process.env.RELAY_TEST_KEY = KEY
  writeFileSync(
    file,
    [
      'centres: [{ name: main, addresses: ["https://a:8890", "https://b:8890"] }, "https://c:8890"]',
      `projects: { shop: { key: "\${RELAY_TEST_KEY}", listeners: [syslog] }, jobs: { key: abcdefgh, default: true } }`,
      'spool: { bytes: 2GiB, whenFull: drop-oldest }',
    ].join('\n'),
  )
  expect(readConfig(file, { spoolBytes: '3GiB' })).toMatchObject({
    centres: [{ name: 'main', addresses: ['https://a:8890', 'https://b:8890'] }, {}],
    projects: { shop: { key: KEY, listeners: ['syslog'] }, jobs: { default: true } },
    spool: { bytes: 3 * 1024 ** 3, whenFull: 'drop-oldest' },
  })
})

test.each<[string, Parameters<typeof readConfig>[1]]>([
  ['projects', { url: ['https://a'] }],
  ['centres', { key: KEY }],
  ['centres', { url: ['ftp://a'], key: KEY }],
  ['projects.default.key', { url: ['https://a'], key: 'x' }],
  ['spool.whenFull', { url: ['https://a'], key: KEY, whenFull: 'explode' }],
])('what is wrong is named: %s', (field, given) => {
  expect(() => readConfig(undefined, given)).toThrow(field)
})

test('the files in the guide are read', () => {
  const guide = readFileSync('docs/relay.md', 'utf8')
  const examples = [...guide.matchAll(/^```yml\n([\s\S]*?)^```/gm)].map(([, text = '']) => text)
  Object.assign(process.env, { SHOP_KEY: KEY, JOBS_KEY: KEY, JOBS_PRIVATE_KEY: KEY })
  const file = join(newFolder(), 'relay.yaml')
  const read = examples.map(text => {
    writeFileSync(file, text)
    return readConfig(file, text.includes('projects:') ? {} : { key: KEY })
  })
  expect(read).toMatchObject([
    { projects: { shop: { default: true }, jobs: { listeners: ['syslog'] } } },
    { centres: [{ name: 'main', addresses: { length: 2 } }, { addresses: { length: 1 } }] },
  ])
})
