/** What is used of clients that bring no types. */
type Tags = Record<string, string>

declare module 'statsd-client' {
  export default class StatsdClient {
    constructor(options: {
      host: string
      port: number
      prefix: string
      tcp?: boolean
      /** 0: every line is sent at once */
      maxBufferSize?: number
    })
    counter(name: string, delta: number, tags?: Tags): this
    gauge(name: string, value: number): this
    timing(name: string, milliseconds: number): this
    set(name: string, member: string): this
    close(): this
  }
}

declare module 'node-statsd' {
  export default class NodeStatsd {
    constructor(options: { host: string; port: number; prefix: string })
    increment(name: string, value: number, sampleRate?: number, tags?: string[]): void
    gauge(name: string, value: number): void
    timing(name: string, milliseconds: number): void
    unique(name: string, member: string): void
    close(): void
  }
}
