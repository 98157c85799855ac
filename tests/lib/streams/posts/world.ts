import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Logger, run } from 'graphile-worker'
import type { Pool } from 'pg'
import { guardedFetch } from '#lib/http.ts'
import { type PostContext, postTask } from '#lib/streams/posts/deliver.ts'

export interface Heard {
  path: string
  headers: IncomingHttpHeaders
  text: string
}

/** A receiver that notes what it hears and answers as it is told to. */
export async function startReceiver(answer: (heard: Heard, response: ServerResponse) => void) {
  const heard: Heard[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const one = { path: request.url ?? '', headers: request.headers, text }
    heard.push(one)
    answer(one, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    heard,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** An engine that does nothing but post; for it an editor's addresses may be on loopback. */
export async function startPosting(pool: Pool, rest: Partial<PostContext> = {}) {
  const stopping = new AbortController()
  const doors = {
    admin: guardedFetch({ trust: 'admin' }),
    editor: guardedFetch({ trust: 'script', allow: ['127.0.0.1'] }),
  }
  const post = postTask({ pool, doors, stopGraceMs: 10, signal: stopping.signal, ...rest })
  const runner = await run({
    connectionString: process.env.DATABASE_URL ?? '',
    maxPoolSize: 5,
    logger: new Logger(() => () => {}),
    taskList: { post },
    concurrency: 4,
    pollInterval: 100,
    noHandleSignals: true,
  })
  return {
    async stop() {
      stopping.abort()
      await runner.stop()
      await post.settled()
    },
  }
}
