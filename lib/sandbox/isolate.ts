import ivm from 'isolated-vm'
import { ISOLATE_MEMORY_MB, SCRIPTS_PER_ISOLATE } from '#lib/sandbox/limits.ts'
import type { Hear, Say } from '#lib/sandbox/scope/border.ts'
import { scopeSource } from '#lib/sandbox/scope/source.ts'

/** What a run tells while it goes. Each is called from the runner's own thread, with text and numbers only. */
export interface Listener {
  say: Say
  /** the isolate is gone: its memory limit was hit, or V8 lost control of it */
  lost(why: 'memory' | 'fatal'): void
}

/** A script in its own context of a warm isolate. */
export interface Running {
  answer(what: 'answer' | 'failure', number: number, text: string): void
  /** Leaves the context behind; the isolate is free for the next script. */
  close(): void
}

/**
 * A warm isolate: runs one script at a time, each in a fresh context that is never used again. What is trusted (making
 * the context and the scope) runs on this thread while the isolate is at rest; whatever the script does
 * runs on the isolate's own thread, so that nothing it does can hold up the others.
 */
export class WarmIsolate {
  runs = 0
  readonly #isolate: ivm.Isolate
  readonly #scope: ivm.Script
  readonly #scripts = new Map<string, ivm.Script>()
  readonly #say: ivm.Callback<Say>
  readonly #computing: (change: 1 | -1) => void
  #listener: Listener | undefined
  /** what is held of the last run's context */
  #leftover: (() => void) | undefined
  /** entries into the isolate that have not come back */
  #entries = 0
  #isDisposed = false

  /** `computing` is told when code of a script begins to run (1) and when it rests (-1). */
  constructor(computing: (change: 1 | -1) => void) {
    this.#computing = computing
    this.#isolate = new ivm.Isolate({
      memoryLimit: ISOLATE_MEMORY_MB,
      onCatastrophicError: () => this.#lost('fatal'),
    })
    this.#scope = this.#isolate.compileScriptSync(scopeSource, { filename: 'scope' })
    const say: Say = (what, number, name, text) => {
      if (typeof name === 'string' && typeof text === 'string')
        this.#listener?.say(what, Number(number), name, text)
    }
    this.#say = new ivm.Callback(say, { ignored: true })
  }

  /** The script is compiled already. */
  knows(code: string): boolean {
    return this.#scripts.has(code)
  }

  /** Begins a script. Throws the SyntaxError of one that does not compile. */
  begin(code: string, facts: string, listener: Listener): Running {
    this.runs++
    this.#listener = listener
    const script = this.#compiled(code)
    const context = this.#isolate.createContextSync()
    const hear = this.#scope.runSync(context, { reference: true }) as ivm.Reference<Hear>
    hear.applySync(undefined, ['begin', 0, facts, this.#say])
    // Letting go wakes the isolate's thread; it is woken for the script all the same.
    this.tidy()
    this.#enter(script.run(context))

    return {
      answer: (what, number, text) => this.#enter(hear.apply(undefined, [what, number, text])),
      close: () => {
        this.#listener = undefined
        this.#leftover = () => {
          hear.release()
          context.release()
        }
      },
    }
  }

  /** No code of the script runs and none is due; what it still waits for will never come once its run is closed. */
  get isAtRest(): boolean {
    return this.#entries === 0
  }

  /** Called when the isolate came to rest. */
  rested: () => void = () => {}

  /** Lets go of the last run's context. */
  tidy() {
    if (!this.#isDisposed) this.#leftover?.()
    this.#leftover = undefined
  }

  get isDisposed(): boolean {
    return this.#isolate.isDisposed
  }

  dispose() {
    if (this.#isDisposed) return
    this.#isDisposed = true
    this.#listener = undefined
    this.#isolate.dispose()
  }

  /** An entry that fails tells nothing about the script (an unheeded rejection, say) unless the isolate is gone. */
  #enter(entry: Promise<unknown>) {
    if (this.#entries++ === 0) this.#computing(1)
    const back = () => {
      this.#entries--
      if (this.#isolate.isDisposed) this.#lost('memory')
      if (!this.isAtRest) return
      this.rested()
      this.#computing(-1)
    }
    entry.then(back, back)
  }

  #lost(why: 'memory' | 'fatal') {
    if (this.#isDisposed) return
    this.#isDisposed = true
    this.#listener?.lost(why)
  }

  #compiled(code: string): ivm.Script {
    const known = this.#scripts.get(code)
    if (known) return known
    const script = this.#isolate.compileScriptSync(code, { filename: 'monitor.ts', lineOffset: -1 })
    const [oldest] = this.#scripts
    if (oldest && this.#scripts.size >= SCRIPTS_PER_ISOLATE) {
      this.#scripts.delete(oldest[0])
      oldest[1].release()
    }
    this.#scripts.set(code, script)
    return script
  }
}
