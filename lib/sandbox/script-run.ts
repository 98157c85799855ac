import { type Frame, type Kind, kinds } from '#lib/sandbox/frames.ts'
import type { Running, WarmIsolate } from '#lib/sandbox/isolate.ts'
import type { Isolates } from '#lib/sandbox/isolates.ts'
import type { Link } from '#lib/sandbox/link.ts'
import type { Say } from '#lib/sandbox/scope/border.ts'

/** Node's timers go no further than this; a run is over long before. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1

/** One run inside the runner: between the frames of the engine and the context of the script. */
export class ScriptRun {
  readonly #frame: Frame
  readonly #isolates: Isolates
  readonly #link: Link
  readonly #left: () => void
  readonly #sleeps = new Set<NodeJS.Timeout>()
  #isolate: WarmIsolate | undefined
  #running: Running | undefined
  #end: string | undefined
  #isStopped = false

  /** `left` is called once nothing of the run remains here. */
  constructor(frame: Frame, isolates: Isolates, link: Link, left: () => void) {
    this.#frame = frame
    this.#isolates = isolates
    this.#link = link
    this.#left = left
  }

  begin() {
    if (this.#isStopped) return
    const { number: owner, name: code, text: facts } = this.#frame
    this.#isolate = this.#isolates.take(owner, code)
    this.#isolate.rested = () => this.#rested()
    try {
      this.#running = this.#isolate.begin(code, facts, {
        say: this.#say,
        lost: why => this.#lost(why),
      })
    } catch (error) {
      this.#leave()
      this.#isolate.dispose()
      const { name, message } = error as Error
      this.#tell(kinds.gone, 0, name === 'SyntaxError' ? 'syntax' : 'failed', message)
    }
  }

  answer({ kind, number, text }: Frame) {
    this.#running?.answer(kind === kinds.answer ? 'answer' : 'failure', number, text)
  }

  /** Stops the script; the engine hears of it once its code really stands still. */
  stop() {
    this.#isStopped = true
    const isolate = this.#isolate
    const wasComputing = isolate !== undefined && !isolate.isAtRest
    const tell = () => this.#tell(kinds.gone, 0, wasComputing ? 'halted' : 'ended', '')
    this.#leave()
    if (isolate) isolate.rested = tell
    isolate?.dispose()
    if (!wasComputing) tell()
  }

  #say: Say = (what, number, name, text) => {
    if (what === 'end') this.#end = text
    else if (what === 'sleep') this.#sleep(number, Number(text))
    else this.#tell(kinds[what], number, name, text)
  }

  #sleep(number: number, ms: number) {
    const timer = setTimeout(
      () => {
        this.#sleeps.delete(timer)
        this.#running?.answer('answer', number, '')
      },
      Math.min(ms, LONGEST_SLEEP_MS),
    )
    this.#sleeps.add(timer)
  }

  /** A script has ended when it said so and none of its code is left running. */
  #rested() {
    if (this.#end === undefined) return
    this.#running?.close()
    this.#leave()
    if (this.#isolate) this.#isolates.giveBack(this.#frame.number, this.#isolate)
    this.#tell(kinds.done, 0, '', this.#end)
  }

  #lost(why: 'memory' | 'fatal') {
    this.#leave()
    this.#tell(kinds.gone, 0, why, '')
  }

  #leave() {
    for (const timer of this.#sleeps) clearTimeout(timer)
    this.#running = undefined
    this.#left()
  }

  #tell(kind: Kind, number: number, name: string, text: string) {
    this.#link.send({ kind, run: this.#frame.run, number, name, text })
  }
}
