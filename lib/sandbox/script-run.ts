import { type Frame, type Kind, kinds } from '#lib/sandbox/frames.ts'
import type { Running, WarmIsolate } from '#lib/sandbox/isolate.ts'
import type { Isolates } from '#lib/sandbox/isolates.ts'
import type { Link } from '#lib/sandbox/link.ts'
import type { Say } from '#lib/sandbox/scope/scope.ts'

/** Node's timers go no further than this; a run is over long before. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1

/** One run inside the runner: between the frames of the engine and the context of the script. */
export class ScriptRun {
  readonly #run: number
  readonly #owner: number
  readonly #isolates: Isolates
  readonly #link: Link
  readonly #left: () => void
  readonly #isolate: WarmIsolate
  readonly #sleeps = new Set<NodeJS.Timeout>()
  #running: Running | undefined
  #end: string | undefined

  /** `left` is called once nothing of the run remains here. */
  constructor(frame: Frame, isolates: Isolates, link: Link, left: () => void) {
    this.#run = frame.run
    this.#owner = frame.number
    this.#isolates = isolates
    this.#link = link
    this.#left = left
    this.#isolate = isolates.take(frame.number)
    this.#isolate.rested = () => this.#rested()
    this.#begin(frame)
  }

  answer({ kind, number, text }: Frame) {
    this.#running?.answer(kind === kinds.answer ? 'answer' : 'failure', number, text)
  }

  /** Stops the script; the engine hears of it once its code really stands still. */
  stop() {
    const isAtRest = this.#isolate.isAtRest
    this.#leave()
    this.#isolate.rested = () => this.#tell(kinds.gone, 0, isAtRest ? 'ended' : 'halted', '')
    this.#isolate.dispose()
    if (isAtRest) this.#isolate.rested()
  }

  #begin(frame: Frame) {
    try {
      this.#running = this.#isolate.begin(frame.name, frame.text, {
        say: this.#say,
        lost: why => this.#lost(why),
      })
    } catch (error) {
      this.#leave()
      this.#isolate.dispose()
      this.#tell(kinds.gone, 0, 'failed', String(error))
    }
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
    this.#isolates.giveBack(this.#owner, this.#isolate)
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
    this.#link.send({ kind, run: this.#run, number, name, text })
  }
}
