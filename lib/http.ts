/** `fetch` that refuses addresses its policy does not allow, on the address really connected to. */
export type GuardedFetch = (url: string | URL, init?: GuardedInit) => Promise<Response>

export interface GuardedInit extends RequestInit {
  /** the whole exchange; default 30 s */
  timeoutMs?: number
  /** a longer body is an error; default 10 MiB */
  maxBytes?: number
  /** off only where an admin said so */
  verifyTls?: boolean
}
