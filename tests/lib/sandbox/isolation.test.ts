import { execFileSync, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { confined, NO_ENVIRONMENT } from '#lib/sandbox/confinement.ts'
import { frameReader, kinds } from '#lib/sandbox/frames.ts'
import { DESCRIPTORS_PER_RUNNER, TASKS_PER_RUNNER } from '#lib/sandbox/limits.ts'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { spawnRunner } from '#lib/sandbox/spawn.ts'
import { brokerWith, job, ordinary } from '#tests/lib/sandbox/fixture.ts'

/** What a runner process is to the system, looked at from outside. */
const isLinux = process.platform === 'linux'
const isRoot = process.getuid?.() === 0
const checkout = join(import.meta.dirname, '../../..')
/** A descriptor that a shell forgot to close before it started the engine. */
const LEFT_OPEN = 99
let sandbox: Sandbox
let proc: string

beforeAll(async () => {
  process.env.CANARY = 'a secret of the engine'
  sandbox = await openSandbox({ broker: brokerWith(ordinary), processes: 1 })
  expect(await sandbox.run(job('return await sources.test.echo(1)'))).toMatchObject({ value: 1 })
  proc = `/proc/${sandbox.stats().processes[0]}`
})
afterAll(() => sandbox.close())

const field = (of: string, name: string) =>
  new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(readFileSync(`${of}/status`, 'utf8'))?.[1]?.trim()
const descriptorsOf = (of: string) =>
  readdirSync(`${of}/fd`).map(descriptor => readlinkSync(`${of}/fd/${descriptor}`))
const hasLayer = (name: string) => sandbox.layers().includes(name)

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

test.runIf(isLinux && isRoot)('started by root on Linux it has every layer there is', () => {
  expect(sandbox.layers().slice(4)).toEqual([
    'network namespace',
    'limits of the system',
    'no new privileges',
  ])
})

test.runIf(isLinux)('its environment is empty and its command line tells nothing', () => {
  expect(readFileSync(`${proc}/environ`, 'utf8')).toBe('')
  expect(readFileSync(`${proc}/cmdline`, 'utf8')).not.toMatch(/secret|postgres:|token/i)
})

test.runIf(isLinux)('it holds the socket to the engine and no other way out', () => {
  const held = descriptorsOf(proc)
  expect(held.filter(name => name.startsWith('socket:'))).toHaveLength(1)
  expect(held.filter(name => name.startsWith('/') && name !== '/dev/null')).toEqual([])
  expect(readlinkSync(`${proc}/cwd`)).toBe('/')
})

test.runIf(isLinux)(
  'what an engine was left by whoever started it does not come to its runners',
  async () => {
    // Node itself closes those that follow on the standard ones, and stops at the first gap.
    const stdio: ('ignore' | 'ipc' | 'pipe')[] = Array(LEFT_OPEN + 1).fill('ignore')
    stdio[4] = 'ipc'
    stdio[LEFT_OPEN] = 'pipe'
    const engine = fork(join(import.meta.dirname, 'paused-engine.ts'), { execArgv: [], stdio })
    const [pids] = (await once(engine, 'message')) as [number[]]
    const left = readlinkSync(`/proc/${engine.pid}/fd/${LEFT_OPEN}`)
    expect(left).toMatch(/^socket:/)
    for (const pid of pids) expect(descriptorsOf(`/proc/${pid}`)).not.toContain(left)
    engine.kill('SIGKILL')
    await once(engine, 'exit')
  },
)

test.runIf(isLinux && isRoot)(
  'started by root it is a user that has nothing: no group, no capability, no way to more',
  () => {
    expect(field(proc, 'Uid')?.split('\t')).not.toContain('0')
    expect(field(proc, 'Gid')?.split('\t')).not.toContain('0')
    expect(field(proc, 'Groups')).toBe('')
    expect(field(proc, 'CapEff')).toBe('0000000000000000')
    expect(field(proc, 'CapPrm')).toBe('0000000000000000')
    expect(field(proc, 'NoNewPrivs')).toBe('1')
  },
)

test.runIf(isLinux && isRoot)('no two runners are the same user', async () => {
  const two = await openSandbox({ broker: brokerWith(ordinary), processes: 2 })
  const [one, other] = two.stats().processes.map(pid => field(`/proc/${pid}`, 'Uid'))
  await two.close()
  expect(one).not.toBe(other)
})

test.runIf(isLinux && isRoot)('it has a network of its own, with nothing in it', () => {
  expect(hasLayer('network namespace')).toBe(true)
  expect(readlinkSync(`${proc}/ns/net`)).not.toBe(readlinkSync('/proc/self/ns/net'))
})

test.runIf(isLinux && isRoot)('the system limits what it may write, open and start', () => {
  const limits = readFileSync(`${proc}/limits`, 'utf8')
  const limit = (name: string) => Number(new RegExp(`^Max ${name} +(\\d+) `, 'm').exec(limits)?.[1])
  expect(limit('file size')).toBe(0)
  expect(limit('core file size')).toBe(0)
  expect(limit('open files')).toBe(DESCRIPTORS_PER_RUNNER)
  expect(limit('processes')).toBe(TASKS_PER_RUNNER)
})

test.runIf(isLinux)('when memory runs out, the system takes it first', () => {
  expect(readFileSync(`${proc}/oom_score_adj`, 'utf8').trim()).toBe('1000')
})

test('who runs code of their own in a runner finds nothing there, and gets nothing from there', async () => {
  const { process: intruder, socket } = spawnRunner(join(import.meta.dirname, 'intruder.ts'))
  const got = await new Promise<Record<string, string>>(resolve => {
    const read = frameReader(({ kind, text }) => {
      if (kind === kinds.output) resolve(JSON.parse(text))
    })
    socket.on('data', read)
  })
  intruder.kill('SIGKILL')
  const { environment, command, folder, ...attempts } = got
  expect([environment, folder]).toEqual(['{"TZ":"UTC"}', '/'])
  expect(command).not.toMatch(/secret|postgres:|token/i)
  expect(Object.keys(attempts)).toHaveLength(8)
  for (const attempt of Object.values(attempts))
    expect(attempt).toMatch(/^refused: (ERR_ACCESS_DENIED|EPERM)$/)
})

/** What a program without Node's permission model gets when it is confined like a runner, as a user like a runner's. */
async function confinedly(program: string): Promise<string> {
  const [command = '', ...args] = confined([
    process.execPath,
    '-e',
    `
    const done = text => require('fs').writeSync(1, String(text))
    if (process.getuid() === 0) { process.setgroups([]); process.setgid(61000); process.setuid(61000) }
    ${program}`,
  ])
  const child = spawn(command, args, { env: NO_ENVIRONMENT, stdio: ['ignore', 'pipe', 'ignore'] })
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', text => {
    said += text
  })
  await once(child, 'close')
  return said
}

test('even without the permission model no connection can be made, where the network is cut off', async context => {
  if (!hasLayer('network namespace'))
    context.skip('this system does not let us cut the network off')
  let connections = 0
  const server = createServer(() => connections++).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const said = await confinedly(
    `require('net').connect(${port}, '127.0.0.1').on('error', error => done(error.code)).on('connect', () => done('in'))`,
  )
  server.close()
  expect(said).toBe('ENETUNREACH')
  expect(connections).toBe(0)
})

test('even without the permission model no file can be filled, where the system limits it', async context => {
  if (!hasLayer('limits of the system')) context.skip('this system does not let us limit it')
  const file = join(tmpdir(), `belfry-filled-${process.pid}`)
  const said = await confinedly(`
    try { require('fs').writeFileSync(${JSON.stringify(file)}, 'x'); done('written') } catch (error) { done(error.code) }`)
  rmSync(file, { force: true })
  expect(said).toBe('EFBIG')
})

test.runIf(isLinux && isRoot)(
  'even without the permission model the engine cannot be read, signalled or traced',
  async () => {
    const said = await confinedly(`
      const codes = []
      const attempt = action => { try { action(); codes.push('done') } catch (error) { codes.push(error.code) } }
      attempt(() => require('fs').readFileSync('/proc/${process.pid}/environ'))
      attempt(() => require('fs').readFileSync('/proc/${process.pid}/mem'))
      attempt(() => require('fs').readdirSync('/proc/${process.pid}/fd'))
      attempt(() => process.kill(${process.pid}, 0))
      attempt(() => process.setuid(0))
      done(codes)`)
    expect(said).toBe('EACCES,EACCES,EACCES,EPERM,EPERM')
  },
)

test.runIf(isRoot)('it works from a folder that only root can enter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-closed-'))
  try {
    cpSync(join(checkout, 'lib'), join(folder, 'lib'), {
      recursive: true,
      filter: source => !source.endsWith('generated'),
    })
    cpSync(join(checkout, 'package.json'), join(folder, 'package.json'))
    for (const name of ['isolated-vm', 'node-gyp-build', 'lru-cache'])
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
         now: new Date(), previous: { state: 'OK', value: null, at: null }, timeoutMs: 10_000, sources: null, reach: { all: true } })
       console.log(value, sandbox.layers().includes('unprivileged user'))
       await sandbox.close()`,
    )
    expect(execFileSync(process.execPath, [script], { encoding: 'utf8' }).trim()).toBe('42 true')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
