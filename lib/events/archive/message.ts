import { Double, writeMessage } from '#lib/msgpack/write.ts'

/** What is written of an event; times are unix seconds. */
export interface Written {
  type: string
  id: string
  uid: string
  host: string
  pid: number | null
  start: number
  end: number
  traits: object | null
}

/** An event as BlueOx's programs write and read it, and its uid. */
export const messageOf = ({ type, id, uid, host, pid, start, end, traits }: Written): Buffer =>
  writeMessage({
    ...{ id, type, host, pid, start: new Double(start), end: new Double(end) },
    ...{ body: traits ?? {}, ...(uid && { uid }) },
  })
