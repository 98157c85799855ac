import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { brokerWith, job, ordinary } from '#tests/lib/sandbox/fixture.ts'

/** What a runner process is to the system, looked at from outside. */
const isLinux = process.platform === 'linux'
const isRoot = process.getuid?.() === 0
const checkout = join(import.meta.dirname, '../../..')
let sandbox: Sandbox
let proc: string

beforeAll(async () => {
  process.env.CANARY = 'a secret of the engine'
  sandbox = await openSandbox({ broker: brokerWith(ordinary), processes: 1 })
  expect(await sandbox.run(job('return await sources.test.echo(1)'))).toMatchObject({ value: 1 })
  proc = `/proc/${sandbox.stats().processes[0]}`
})
afterAll(() => sandbox.close())

test('the layers that hold are told', () => {
  expect(sandbox.layers()).toEqual(
    expect.arrayContaining([
      'own process',
      'empty environment',
      'permission model',
      'unprivileged user',
    ]),
  )
})

test.runIf(isLinux)('its environment is empty and its command line tells nothing', () => {
  expect(readFileSync(`${proc}/environ`, 'utf8')).toBe('')
  expect(readFileSync(`${proc}/cmdline`, 'utf8')).not.toMatch(/secret|postgres:|token/i)
})

test.runIf(isLinux)('it holds the socket to the engine and no other way out', () => {
  const held = readdirSync(`${proc}/fd`).map(fd => readlinkSync(`${proc}/fd/${fd}`))
  const sockets = held.filter(name => name.startsWith('socket:'))
  const files = held.filter(name => name.startsWith('/') && name !== '/dev/null')
  expect(sockets).toHaveLength(1)
  expect(files).toEqual([])
  expect(readlinkSync(`${proc}/cwd`)).toBe('/')
})

test.runIf(isLinux && isRoot)(
  'started by root it is nobody, with no group and no capability',
  () => {
    const status = readFileSync(`${proc}/status`, 'utf8')
    const field = (name: string) =>
      new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(status)?.[1]?.trim()
    expect(field('Uid')?.split('\t')).not.toContain('0')
    expect(field('Gid')?.split('\t')).not.toContain('0')
    expect(field('Groups')).toBe('')
    expect(field('CapEff')).toBe('0000000000000000')
    expect(field('CapPrm')).toBe('0000000000000000')
  },
)

test.runIf(isLinux && isRoot)('it has a network of its own, with nothing in it', () => {
  expect(sandbox.layers()).toContain('network namespace')
  expect(readlinkSync(`${proc}/ns/net`)).not.toBe(readlinkSync('/proc/self/ns/net'))
})

test.runIf(isRoot)('it works from a folder that only root can enter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-closed-'))
  try {
    cpSync(join(checkout, 'lib'), join(folder, 'lib'), {
      recursive: true,
      filter: source => !source.endsWith('generated'),
    })
    cpSync(join(checkout, 'package.json'), join(folder, 'package.json'))
    for (const name of ['isolated-vm', 'node-gyp-build'])
      cpSync(join(checkout, 'node_modules', name), join(folder, 'node_modules', name), {
        recursive: true,
        filter: source => !/\.tgz$|\/(src|vendor)$/.test(source),
      })
    const script = join(folder, 'lib/once.ts')
    writeFileSync(
      script,
      `import { openSandbox } from '#lib/sandbox/pool.ts'
       const sandbox = await openSandbox({ broker: { call: async () => 41 }, processes: 1 })
       const { value } = await sandbox.run({ script: 'return 1 + await sources.a.b()', monitor: { id: 1, name: 'x', tags: [] },
         now: new Date(), previous: { state: 'OK', value: null, at: null }, timeoutMs: 10_000, sources: null })
       console.log(value, sandbox.layers().includes('unprivileged user'))
       await sandbox.close()`,
    )
    expect(execFileSync(process.execPath, [script], { encoding: 'utf8' }).trim()).toBe('42 true')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
