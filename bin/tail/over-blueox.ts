import { Request, Subscriber } from 'zeromq'
import type { Told } from '#bin/tail/told.ts'
import { isMeant } from '#lib/events/rules.ts'
import { UserError } from '#lib/failures.ts'
import { isFields } from '#lib/intake/untrusted.ts'
import { readMessage } from '#lib/msgpack/read.ts'
import { writeMessage } from '#lib/msgpack/write.ts'

/** BlueOx's own: who hears nothing for so long asks again where the stream is, and who gets no answer for so long ends. */
const SILENCE_MS = 5_000

interface Asked {
  /** of the control port, `host:port` */
  address: string
  /** of events, with a * at its end or none; all when left out */
  type?: string | undefined
  silenceMs?: number
}

/** What a collector that speaks BlueOx's wire, an oxd or Belfry, shows live. Throws a UserError when it does not answer. */
export async function* eventsOfBlueox(asked: Asked): AsyncGenerator<Told, void> {
  for (;;) yield* untilSilent(asked, await streamPortOf(asked))
}

async function streamPortOf({ address, silenceMs = SILENCE_MS }: Asked): Promise<number> {
  const socket = new Request({ receiveTimeout: silenceMs, sendTimeout: silenceMs, linger: 0 })
  try {
    socket.connect(`tcp://${address}`)
    await socket.send(writeMessage({ cmd: 'SOCK_STREAM' }))
    const [answer] = await socket.receive()
    const said = readMessage(answer ?? Buffer.alloc(0))
    if (isFields(said) && Number.isInteger(said.port)) return Number(said.port)
    throw new UserError(`${address} does not say where its live stream is.`)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`No control port of BlueOx answers at ${address}.`)
  } finally {
    socket.close()
  }
}

async function* untilSilent(
  { address, type = '*', silenceMs = SILENCE_MS }: Asked,
  port: number,
): AsyncGenerator<Told, void> {
  const socket = new Subscriber({ receiveTimeout: silenceMs, linger: 0 })
  try {
    socket.connect(`tcp://${address.replace(/\d+$/, String(port))}`)
    socket.subscribe(type.replace(/\*$/, ''))
    for (;;) {
      const frames = await socket.receive().catch(() => null)
      if (!frames) return
      const event = eventOf(frames)
      if (event && isMeant(String(frames[0]), type)) yield event
    }
  } finally {
    socket.close()
  }
}

/** What is no event is passed over, as it stands among those that are. */
function eventOf([, body]: Buffer[]): Told | null {
  try {
    const event = readMessage(body ?? Buffer.alloc(0))
    return isFields(event) ? event : null
  } catch {
    return null
  }
}
