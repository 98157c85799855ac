import ivm from 'isolated-vm'

/**
 * The floor of `runs`: what isolated-vm itself takes for a run and nothing else. A fresh context per run,
 * one callback into the host that is answered, four runs in flight. Prints runs per second.
 */
const IN_FLIGHT = 4
const SCRIPT = `(async () => { const answer = await ask('question'); return answer + 1 })()`
const milliseconds = Number(process.argv[2])

let runs = 0
const start = performance.now()
await Promise.all(Array.from({ length: IN_FLIGHT }, () => loop(start + milliseconds)))
process.stdout.write(String((runs / (performance.now() - start)) * 1000))

async function loop(until: number) {
  const isolate = new ivm.Isolate({ memoryLimit: 128 })
  const script = await isolate.compileScript(SCRIPT)
  const ask = new ivm.Callback((_: string) => 41, { async: true })
  while (performance.now() < until) {
    const context = await isolate.createContext()
    await context.global.set('ask', ask)
    const result = await script.run(context, { promise: true })
    if (result !== 42) throw new Error(`the floor answered ${result}`)
    context.release()
    runs++
  }
  isolate.dispose()
}
