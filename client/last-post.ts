import { Worker } from 'node:worker_threads'
import type { Request } from './post.ts'

/** Plain JavaScript: it runs as it stands here, whatever loads this file. */
const SENDING = `
const { requests, done } = require('node:worker_threads').workerData
const sent = requests.map(({ url, headers, body }) =>
  fetch(url, { method: 'POST', headers, body, redirect: 'error' }).then(answer => answer.text()))
Promise.allSettled(sent).then(() => {
  Atomics.store(done, 0, 1)
  Atomics.notify(done, 0)
})`

/**
 * Posts what is left while the process ends, when nothing can be awaited any more: another thread sends, and this one stands still until
 * that is done, or so long.
 */
export function postNow(requests: readonly Request[], limitMs: number): void {
  if (requests.length === 0) return
  const done = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(SENDING, { eval: true, workerData: { requests, done }, execArgv: [] })
  // Its end is nobody's business any more.
  worker.on('error', () => {})
  Atomics.wait(done, 0, 0, limitMs)
}
