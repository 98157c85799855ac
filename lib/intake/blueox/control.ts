import type { Status } from '#lib/intake/blueox/seen.ts'
import { isFields } from '#lib/intake/untrusted.ts'
import { readMessage } from '#lib/msgpack/read.ts'
import { Double, writeMessage } from '#lib/msgpack/write.ts'

/** What the control port can tell and do. */
export interface Means {
  streamPort: number
  /** null: events are not collected here */
  collectPort: number | null
  status(): Promise<Status>
  /** Ends what listens, after the answer; null where that is not allowed. */
  shutdown: (() => void) | null
}

export interface Answer {
  bytes: Buffer
  /** to be done once it is sent */
  afterwards?: (() => void) | undefined
}

/** Answers a request of BlueOx's tools: a MessagePack map with `cmd`. Whatever it is, there is an answer. */
export async function answerTo(request: Uint8Array, means: Means): Promise<Answer> {
  const command = commandOf(request)
  const { streamPort, collectPort, shutdown } = means
  if (command === 'SOCK_STREAM') return said({ port: streamPort })
  if (command === 'SOCK_COLLECT')
    return said(collectPort === null ? { error: 'Not Collecting' } : { port: collectPort })
  if (command === 'STATUS') return said(inDoubles(await means.status()))
  if (command !== 'SHUTDOWN') return said({ error: 'Unknown Command' })
  return shutdown ? { ...said({ ok: true }), afterwards: shutdown } : said({ error: 'Not Allowed' })
}

export const said = (reply: object): Answer => ({ bytes: writeMessage(reply) })

function commandOf(request: Uint8Array): unknown {
  try {
    const map = readMessage(request)
    return isFields(map) ? map.cmd : undefined
  } catch {
    return undefined
  }
}

/** Times are doubles to BlueOx, whole or not. */
function inDoubles({ last, lag, events, hosts }: Status): object {
  const times = (names: Status['hosts']) =>
    Object.fromEntries(
      Object.entries(names).map(([name, { last }]) => [name, { last: new Double(last) }]),
    )
  return {
    ...{ last: new Double(last), lag: new Double(lag) },
    ...{ events: times(events), hosts: times(hosts) },
  }
}
