import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { LRUCache } from 'lru-cache'
import type { Source } from '#lib/sandbox/compiler.ts'
import { COMPILE_LIMIT_MS, COMPILED_LIMIT, SCRIPT_LIMIT } from '#lib/sandbox/limits.ts'
import type { ScriptKind } from '#lib/sandbox/scope/names.ts'

/** What is wrong with a script, at the line and column (from 1) that its author sees. */
export interface Problem {
  line: number | null
  column: number | null
  message: string
}

export type Compiled = { code: string } | { problem: Problem }

// A bundle of the pages has no folder of its own; they are served from the checkout.
const COMPILER = join(import.meta.dirname ?? join(process.cwd(), 'lib/sandbox'), 'compiler.ts')

/** By the script itself, of which no copy is kept. */
const remembered = () =>
  new LRUCache<string, Compiled>({
    maxSize: COMPILED_LIMIT,
    sizeCalculation: (result, script) =>
      script.length + ('code' in result ? result.code.length : 1),
  })
const compiled: Record<ScriptKind, LRUCache<string, Compiled>> = {
  monitor: remembered(),
  step: remembered(),
}
let thread: Worker | undefined
let last: Promise<unknown> = Promise.resolve()

/** The compiled script if it was compiled before. */
export const alreadyCompiled = (
  script: string,
  kind: ScriptKind = 'monitor',
): Compiled | undefined => compiled[kind].get(script)

/** Takes the types off the script of a monitor and checks its syntax, one at a time in a thread that holds nothing else. */
export const compileScript = (script: string): Promise<Compiled> =>
  compileKind({ script, kind: 'monitor' })

/** The same for a script that is a step of a pipeline. */
export const compileStep = (script: string): Promise<Compiled> =>
  compileKind({ script, kind: 'step' })

function compileKind(source: Source): Promise<Compiled> {
  const { script, kind } = source
  const known = alreadyCompiled(script, kind)
  if (known) return Promise.resolve(known)
  if (script.length > SCRIPT_LIMIT)
    return Promise.resolve(refused(`The script is longer than ${SCRIPT_LIMIT / 1024} KiB`))

  const turn = last.then(() => alreadyCompiled(script, kind) ?? compileInThread(source))
  last = turn
  return turn
}

async function compileInThread(source: Source): Promise<Compiled> {
  const result = await ask(source)
  // The parser does not recover from an overflow of its stack.
  if (!('code' in result) && result.problem.line === null) dropThread()
  compiled[source.kind].set(source.script, result)
  return result
}

function ask(source: Source): Promise<Compiled> {
  thread ??= startThread()
  const asked = thread
  return new Promise(resolve => {
    const settle = (result: Compiled) => {
      clearTimeout(timer)
      asked.removeAllListeners('message').removeAllListeners('exit').unref()
      resolve(result)
    }
    const timer = setTimeout(() => {
      dropThread()
      settle(refused('The script takes too long to compile'))
    }, COMPILE_LIMIT_MS)
    asked.ref()
    asked.once('message', settle)
    asked.once('exit', () => {
      dropThread()
      settle(refused('The script cannot be compiled'))
    })
    asked.postMessage(source)
  })
}

function startThread(): Worker {
  // Not `new Worker(…)`, which the pages' bundler would try to bundle.
  const worker: Worker = Reflect.construct(Worker, [
    COMPILER,
    {
      env: {},
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    },
  ])
  // Told as an exit, to whoever waits for an answer.
  worker.on('error', () => {})
  return worker
}

function dropThread() {
  void thread?.terminate()
  thread = undefined
}

const refused = (message: string): Compiled => ({ problem: { line: null, column: null, message } })
