import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { brokerWith, job, ordinary } from '#tests/lib/sandbox/fixture.ts'
import { until } from '#tests/until.ts'

let sandbox: Sandbox
const open = async (processes = 1, methods = ordinary) => {
  const broker = brokerWith(methods)
  sandbox = await openSandbox({ broker, processes })
  return broker
}
afterEach(() => sandbox.close())

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('many runs at once each come to their own end', async () => {
  await open(2)
  const scripts = Array.from({ length: 300 }, (_, i) => `return await sources.test.echo(${i})`)
  const outcomes = await Promise.all(scripts.map(script => sandbox.run(job(script))))
  expect(outcomes.map(({ value }) => value)).toEqual(scripts.map((_, i) => i))
  expect(sandbox.stats()).toMatchObject({ runs: 300, running: 0, waiting: 0, lost: 0, starts: 2 })
})

test('runs that wait for a slow source hold up nobody', async () => {
  await open()
  const waiting = Array.from({ length: 40 }, () => sandbox.run(job('await sources.test.never()')))
  await vi.waitUntil(() => sandbox.stats().running === 40)
  expect(await sandbox.run(job('return 1'))).toMatchObject({ state: 'OK' })
  await sandbox.close()
  await Promise.all(waiting)
})

test('scripts that compute for long hold up nobody', async () => {
  await open()
  const computing = Array.from({ length: 8 }, () =>
    sandbox.run(job('for (;;) {}', { timeoutMs: 2_000 })),
  )
  await vi.waitUntil(() => sandbox.stats().running === 8)
  const outcome = await sandbox.run(job('return 1'))
  expect(outcome).toMatchObject({ state: 'OK' })
  expect(sandbox.stats().running).toBe(8)
  for (const ended of await Promise.all(computing)) expect(ended.reason).toBe('timeout')
})

test('a runner that is killed from outside takes no run with it', async () => {
  const broker = await open(1, { ...ordinary, wait: ordinary.slow as never })
  const runs = Array.from({ length: 5 }, (_, i) =>
    sandbox.run(job(`await sources.test.wait(200); return ${i}`)),
  )
  await vi.waitUntil(() => broker.asked.length === 5)
  const [pid] = sandbox.stats().processes
  process.kill(pid as number, 'SIGKILL')
  const outcomes = await Promise.all(runs)
  expect(outcomes.map(({ state, value, calls }) => [state, value, calls.length])).toEqual(
    runs.map((_, i) => ['OK', i, 1]),
  )
})

test('a runner that always dies under a run makes it an error, and only that one', async () => {
  await open()
  const victim = sandbox.run(job('await sources.test.never()'))
  let deaths = 0
  let killing = true
  const killer = (async () => {
    for (let last = 0; killing; await delay(5)) {
      const { processes, running } = sandbox.stats()
      const pid = processes.at(-1) ?? 0
      if (running === 0 || pid === last) continue
      last = pid
      deaths++
      process.kill(pid, 'SIGKILL')
    }
  })()
  expect(await victim).toMatchObject({ state: 'ERROR', reason: 'runner lost' })
  killing = false
  await killer
  expect(deaths).toBeGreaterThanOrEqual(2)
  expect(await sandbox.run(job('return 1'))).toMatchObject({ state: 'OK' })
})

test('runs whose process is killed for others again and again are right in the end', async () => {
  let letIn = () => {}
  const opened = new Promise<number>(resolve => {
    letIn = () => resolve(7)
  })
  await open(1, { ...ordinary, gate: () => opened })
  const innocent = Array.from({ length: 3 }, () =>
    sandbox.run(job('return await sources.test.gate()')),
  )
  // Not even V8 can stop it: each such script has its process killed, and is alone from then on.
  for (const number of [1, 2, 3]) {
    await until(() => sandbox.stats().running === 3)
    const [pid] = sandbox.stats().processes
    const hog = job(`mean(Array(2 ** 31)); // ${number}`, { timeoutMs: 100 })
    expect(await sandbox.run(hog)).toMatchObject({ reason: 'timeout' })
    await until(() => !alive(pid as number))
  }
  letIn()
  for (const outcome of await Promise.all(innocent))
    expect(outcome).toMatchObject({ state: 'OK', value: 7 })
})

test('a script that was stopped while it computed has its process replaced', async () => {
  await open()
  const [before] = sandbox.stats().processes
  await sandbox.run(job('for (;;) {}', { timeoutMs: 100 }))
  await vi.waitUntil(() => !alive(before as number), { timeout: 10_000 })
  expect(await sandbox.run(job('return 1'))).toMatchObject({ state: 'OK' })
  expect(sandbox.stats().processes).not.toContain(before)
})

test('a script that waited in vain does not cost the process', async () => {
  await open()
  const { processes } = sandbox.stats()
  await sandbox.run(job('await new Promise(() => {})', { timeoutMs: 100 }))
  await sandbox.run(job('return 1'))
  expect(sandbox.stats()).toMatchObject({ processes, starts: 1 })
})

test('a source call is told when its run is over', async () => {
  let signal: AbortSignal | undefined
  await open(1, {
    never: call => {
      signal = call.signal
      return new Promise(() => {})
    },
  })
  const outcome = await sandbox.run(job('await sources.test.never()', { timeoutMs: 200 }))
  expect(outcome.reason).toBe('timeout')
  expect(signal?.aborted).toBe(true)
})

test('an answer that comes after the end of its run is dropped', async () => {
  let answer = (_: number) => {}
  await open(1, {
    late: () =>
      new Promise<number>(resolve => {
        answer = resolve
      }),
  })
  const first = await sandbox.run(job('void sources.test.late(); await sleep(20); return 1'))
  answer(666)
  expect(first).toMatchObject({ state: 'OK', value: 1 })
  expect(await sandbox.run(job('return 2'))).toMatchObject({ state: 'OK', value: 2 })
})

test('a run that is cancelled ends at once and says so, before and after it began', async () => {
  const broker = await open()
  const controller = new AbortController()
  const running = sandbox.run(job('await sources.test.never()'), controller.signal)
  await vi.waitUntil(() => broker.asked.length === 1)
  controller.abort()
  const cancelled = { state: 'ERROR', reason: 'runner lost', message: 'The run was cancelled' }
  expect(await running).toMatchObject(cancelled)
  expect(await sandbox.run(job('return 1'), controller.signal)).toMatchObject(cancelled)
})

test('closing ends what runs and leaves no process', async () => {
  await open(2)
  const { processes } = sandbox.stats()
  const running = sandbox.run(job('for (;;) {}'))
  await vi.waitUntil(() => sandbox.stats().running === 1)
  await sandbox.close()
  expect(await running).toMatchObject({ reason: 'runner lost' })
  expect(processes.filter(alive)).toEqual([])
  expect(await sandbox.run(job('return 1'))).toMatchObject({ reason: 'runner lost' })
})

test('a runner ends when its engine is gone', async () => {
  await open()
  const engine = fork(join(import.meta.dirname, 'paused-engine.ts'), { execArgv: [] })
  const [pids] = (await once(engine, 'message')) as [number[]]
  engine.kill('SIGKILL')
  await vi.waitUntil(() => pids.every(pid => !alive(pid)), { timeout: 10_000 })
  expect(pids).toHaveLength(2)
})

test('an engine that was paused for longer than its runs may take ends none of them for that', async () => {
  await open()
  const engine = fork(join(import.meta.dirname, 'paused-engine.ts'), { execArgv: [] })
  await once(engine, 'message')
  engine.kill('SIGSTOP')
  await delay(7_000)
  engine.kill('SIGCONT')
  const [states] = (await once(engine, 'message')) as [string[]]
  await once(engine, 'exit')
  expect(states).toEqual(Array(20).fill('OK'))
})

test('monitors that are limited to some sources share an isolate with nobody', async () => {
  await open()
  const limited = (id: number, script: string) =>
    sandbox.run(job(script, { monitor: { id, name: `${id}`, tags: [] }, sources: ['test'] }))
  for (const id of [1, 2, 1, 2, 1])
    expect(await limited(id, 'return await sources.test.echo(1)')).toMatchObject({ state: 'OK' })
  const tests = Array.from({ length: 6 }, () =>
    sandbox.run(job('return 1', { monitor: { id: null, name: 'test', tags: [] }, sources: [] })),
  )
  for (const outcome of await Promise.all(tests)) expect(outcome.state).toBe('OK')
})
