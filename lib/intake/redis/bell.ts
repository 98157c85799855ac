/** A rest that can be ended early. */
export interface Bell {
  /** Ends the rest, or the next one when there is none now. */
  ring(): void
  rest(ms: number): Promise<void>
}

export function openBell(): Bell {
  let isRung = false
  let wake = () => {}

  return {
    ring() {
      isRung = true
      wake()
    },
    async rest(ms) {
      if (!isRung) {
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      isRung = false
    },
  }
}
