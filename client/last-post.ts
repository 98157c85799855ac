import { Worker } from 'node:worker_threads'
import type { Request } from './post.ts'

/** Plain JavaScript: it runs as it stands here, whatever loads this file. The first number tells that all is done, the others what was taken. */
const SENDING = `
const { requests, states } = require('node:worker_threads').workerData
const sent = requests.map(async ({ url, headers, body }, i) => {
  const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error' })
  Atomics.store(states, i + 1, Number(answer.ok))
  await answer.text()
})
Promise.allSettled(sent).then(() => {
  Atomics.store(states, 0, 1)
  Atomics.notify(states, 0)
})`

/**
 * Posts what is left while the process ends, when nothing can be awaited any more: another thread sends, and this one stands still until
 * that is done, or so long. Answers of each whether it was taken for sure.
 */
export function postNow(requests: readonly Request[], limitMs: number): boolean[] {
  if (requests.length === 0 || limitMs <= 0) return requests.map(() => false)
  const states = new Int32Array(new SharedArrayBuffer(4 * (requests.length + 1)))
  const worker = new Worker(SENDING, { eval: true, workerData: { requests, states }, execArgv: [] })
  // Its end is nobody's business any more.
  worker.on('error', () => {})
  Atomics.wait(states, 0, 0, limitMs)
  return requests.map((_, i) => Atomics.load(states, i + 1) === 1)
}
