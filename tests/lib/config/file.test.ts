import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfiguration } from '#lib/config/file.ts'

/** A folder with these files, of which `belfry.yaml` is read. */
function read(files: Record<string, string>, variables: Record<string, string> = {}) {
  const outside = mkdtempSync(join(tmpdir(), 'belfry-config-'))
  const folder = join(outside, 'config')
  mkdirSync(join(folder, 'scripts'), { recursive: true })
  writeFileSync(join(outside, 'secret.ts'), 'return "canary"')
  symlinkSync(join(outside, 'secret.ts'), join(folder, 'link.ts'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return readConfiguration(join(folder, 'belfry.yaml'), variables)
}

function refusal(files: Record<string, string>): string {
  try {
    read(files)
  } catch (error) {
    expect(error).toMatchObject({ name: 'UserError' })
    return (error as Error).message.replaceAll(/\S*belfry\.yaml/g, 'belfry.yaml')
  }
  throw new Error('was not refused')
}

const whole = `
sources:
  graphite:
    type: graphite
    description: production
    config:
      url: http://graphite.example.com
      password: \${PASSWORD}
      timeoutMs: \${TIMEOUT}
      verifyTls: \${VERIFY:-false}
      username:
  disabled:
    type: graphite
    enabled: false
    config: { url: 'http://x' }
alerts:
  on-call:
    type: slack
    states: [ALARM]
    config: { webhookUrl: 'https://hooks.example.com/\${PASSWORD}' }
monitors:
  Orders:
    schedule: '@hourly'
    script: return \`\${1 + 1}\`
  Paused:
    schedule: '* * * * *'
    scriptFile: scripts/paused.ts
    enabled: false
`

test('a whole file is read, with its defaults, variables and scripts', () => {
  const files = { 'belfry.yaml': whole, 'scripts/paused.ts': 'return 2' }
  const { sources, alerts, monitors } = read(files, { PASSWORD: '12345', TIMEOUT: '5000' })
  expect(sources).toEqual([
    {
      key: 'graphite',
      type: 'graphite',
      description: 'production',
      enabled: true,
      groups: [],
      config: {
        url: 'http://graphite.example.com',
        password: '12345',
        timeoutMs: 5000,
        verifyTls: false,
      },
    },
    {
      key: 'disabled',
      type: 'graphite',
      description: '',
      enabled: false,
      groups: [],
      config: { url: 'http://x' },
    },
  ])
  expect(alerts).toMatchObject([
    {
      key: 'on-call',
      states: ['ALARM'],
      config: { webhookUrl: 'https://hooks.example.com/12345' },
    },
  ])
  expect(monitors).toMatchObject([
    { name: 'Orders', script: 'return `${1 + 1}`', active: true, retainDays: 28, sources: null },
    { name: 'Paused', script: 'return 2', active: false },
  ])
})

test('a section may be a list whose entries carry their key or name', () => {
  const { sources, monitors } = read({
    'belfry.yaml': `
sources: [{ key: a, type: graphite, config: { url: 'http://x' } }]
monitors:
  - name: Orders
    schedule: '@hourly'
    script: return 1
`,
  })
  expect([sources[0]?.key, monitors[0]?.name]).toEqual(['a', 'Orders'])
})

test('an empty file and empty sections declare nothing', () => {
  for (const text of ['', '# nothing yet\n', 'sources:\nmonitors:\n'])
    expect(read({ 'belfry.yaml': text })).toMatchObject({ sources: [], alerts: [], monitors: [] })
})

test.each([
  [
    'an unknown section',
    'monitor: {}',
    'line 1, monitor: is not known here; a file has sources, alerts, projects, monitors, dashboards.',
  ],
  [
    'a section that is no map',
    'sources: graphite',
    'line 1, sources: is neither a map nor a list.',
  ],
  [
    'an entry that is no map',
    'sources:\n  a: graphite',
    'line 2, sources.a: is not a map of fields.',
  ],
  [
    'a file that is no map',
    '- a',
    'line 1: the file is not a map of sources, alerts, projects, monitors, dashboards.',
  ],
  [
    'an unknown type',
    'sources:\n  a:\n    type: nonesuch',
    'line 3, sources.a.type: is not known.',
  ],
  [
    'an unknown field',
    'sources:\n  a:\n    type: http\n    kind: x',
    'line 4, sources.a.kind: is not known here.',
  ],
  [
    'an unknown setting',
    'sources:\n  a:\n    type: http\n    config:\n      url: x',
    'line 5, sources.a.config.url: is not known here.',
  ],
  [
    'a missing setting',
    'sources:\n  a:\n    type: graphite\n    config:\n      username: x',
    /line 4, sources\.a\.config\.url: ./,
  ],
  [
    'a key that cannot be one',
    'alerts:\n  On Call:\n    type: slack',
    /line 2, alerts\.On Call\.key: must be 1 to 50/,
  ],
  [
    'a key that is taken by Belfry',
    'sources:\n  belfry:\n    type: http',
    /line 2, sources\.belfry\.key: is taken by Belfry itself/,
  ],
  [
    'the same entry twice in a list',
    'sources:\n  - {key: a, type: http}\n  - {key: a, type: http}',
    'line 3, sources.1: a is declared twice.',
  ],
  [
    'a schedule that means nothing',
    'monitors:\n  x:\n    schedule: every day\n    script: return 1',
    /line 3, monitors\.x\.schedule: ./,
  ],
  [
    'a switch that is neither on nor off',
    'monitors:\n  x:\n    schedule: "@daily"\n    script: return 1\n    enabled: maybe',
    /line 5, monitors\.x\.enabled: ./,
  ],
  [
    'enabled beside active',
    'monitors:\n  x:\n    enabled: true\n    active: true',
    /line 3, monitors\.x\.enabled: says the same as active/,
  ],
  [
    'a state that is none',
    'alerts:\n  a:\n    type: slack\n    states: [OK, BAD]',
    /line 4, alerts\.a\.states\.1: ./,
  ],
  [
    'a script beside a script file',
    'monitors:\n  x:\n    script: return 1\n    scriptFile: scripts/a.ts',
    /line 4, monitors\.x\.scriptFile: stands beside script/,
  ],
  [
    'a script file that is not there',
    'monitors:\n  x:\n    scriptFile: scripts/none.ts',
    'line 3, monitors.x.scriptFile: scripts/none.ts does not exist.',
  ],
  [
    'a script file that is a folder',
    'monitors:\n  x:\n    scriptFile: scripts',
    /line 3, monitors\.x\.scriptFile: scripts cannot be read/,
  ],
  [
    'an empty script file',
    'monitors:\n  x:\n    schedule: "@daily"\n    scriptFile: empty.ts',
    /line 4, monitors\.x\.scriptFile: is missing/,
  ],
])('%s is refused with file, line and key', (_, text, expected) => {
  const said = refusal({ 'belfry.yaml': text, 'empty.ts': '' })
  if (typeof expected === 'string') expect(said).toBe(`belfry.yaml, ${expected}`)
  else expect(said).toMatch(expected)
})

test.each(['../secret.ts', 'link.ts', 'scripts/../../secret.ts', '/etc/hostname'])(
  'a script file outside of the folder is not read: %s',
  path => {
    const said = refusal({ 'belfry.yaml': `monitors:\n  x:\n    scriptFile: ${path}` })
    expect(said).toContain("lies outside of the configuration file's folder")
  },
)

test('every mistake is named at once', () => {
  const said = refusal({
    'belfry.yaml': 'sources:\n  a:\n    type: none\n  b:\n    type: none\nmonitor: {}',
  })
  expect(said.split('\n')).toHaveLength(3)
})

test('a file that is not there is named', () => {
  expect(() => readConfiguration('/nowhere/belfry.yaml')).toThrow(
    '/nowhere/belfry.yaml does not exist',
  )
})
