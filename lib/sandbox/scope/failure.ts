/**
 * Makes the error that `fail` throws. Compiled into each isolate by its text, so it knows nothing but its own body.
 */
export function failure() {
  return class MonitorFailure extends Error {
    value: unknown
    constructor(message?: unknown, value?: unknown) {
      super(message === undefined ? 'The monitor failed' : `${message}`)
      this.name = 'MonitorFailure'
      this.value = value
    }
  }
}

export type MonitorFailure = InstanceType<ReturnType<typeof failure>>
