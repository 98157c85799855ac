import { Reply } from 'zeromq'
import { bindTo, optionsFor } from '#lib/intake/blueox/bind.ts'
import { type Answer, answerTo, type Means, said } from '#lib/intake/blueox/control.ts'
import { nextOf, WAIT_MS } from '#lib/intake/blueox/receive.ts'
import type { Log } from '#lib/log.ts'

const REQUEST_BYTES = 64 * 1024
/** How long an answer may still take to leave at the end. */
const LINGER_MS = 500

export interface Control {
  port: number
  close(): Promise<void>
}

/** BlueOx's control port: one question after another. */
export async function serve(
  { host, port }: { host: string; port: number },
  means: Means,
  log: Log,
): Promise<Control> {
  const socket = new Reply({
    ...{ maxMessageSize: REQUEST_BYTES, receiveTimeout: WAIT_MS, linger: LINGER_MS },
    ...optionsFor(host),
  })
  const boundTo = await bindTo(socket, { what: 'BlueOx’s tools', host, port })
  let isClosing = false

  /** Nothing else can be asked before this has its answer. */
  function broken(error: unknown): Answer {
    log.error({ err: error }, 'one of BlueOx’s tools could not be answered')
    return said({ error: 'Internal Error' })
  }

  async function answer() {
    while (!isClosing) {
      const frames = await nextOf(socket)
      if (!frames) continue
      const request = frames[0] ?? Buffer.alloc(0)
      const { bytes, afterwards } = await answerTo(request, means).catch(broken)
      await socket.send(bytes)
      afterwards?.()
    }
  }

  const answering = answer().catch((error: unknown) => {
    log.error({ err: error }, 'BlueOx’s tools are not answered any more')
  })
  return {
    port: boundTo,
    async close() {
      isClosing = true
      await answering
      socket.close()
    },
  }
}
