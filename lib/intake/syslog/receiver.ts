import { LRUCache } from 'lru-cache'
import { reasonOf } from '#lib/failures.ts'
import type { ListenerContext } from '#lib/intake/listener.ts'
import type { Stream } from '#lib/intake/sockets/tcp.ts'
import { BadFrame, datagramFrame, type Frame, openFraming } from '#lib/intake/syslog/framing.ts'
import { readMessage, type Sender, senderAt } from '#lib/intake/syslog/message.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Senders of datagrams that are remembered; a forged address is not to cost more than its place. */
const SENDERS_LIMIT = 1_000

/** Where streams and datagrams of syslog become events of the project that claims them. */
export interface Receiver {
  stream(address: string): Stream
  datagram(bytes: Buffer, address: string): void
  lost(count: number): void
  refused(address: string, reason: string): void
  broken(address: string, error: unknown): void
}

export function openReceiver(
  { intake, directory, log }: ListenerContext,
  listener: 'syslog' | 'syslog-tls',
): Receiver {
  const senders = new LRUCache<string, Sender>({ max: SENDERS_LIMIT })

  const projectOf = (address: string) => directory.claimedBy({ listener, address })

  const take = (project: Project, frame: Frame, sender: Sender, nowMs: number) =>
    intake.offer(project, 'syslog', readMessage(frame, sender, nowMs), frame.end - frame.start)

  function senderOf(address: string): Sender {
    const known = senders.get(address)
    if (known) return known
    const sender = senderAt(address)
    senders.set(address, sender)
    return sender
  }

  return {
    stream(address) {
      const framing = openFraming()
      const sender = senderAt(address)
      const read = (work: (onFrame: (frame: Frame) => void) => void) => {
        const project = projectOf(address)
        const nowMs = Date.now()
        let count = 0
        work(frame => {
          count++
          take(project, frame, sender, nowMs)
        })
        return count
      }
      return {
        read: chunk => read(onFrame => framing.push(chunk, onFrame)),
        end: () => void read(onFrame => framing.end(onFrame)),
        isInside: framing.isInside,
      }
    },

    datagram(bytes, address) {
      const frame = datagramFrame(bytes)
      if (frame) take(projectOf(address), frame, senderOf(address), Date.now())
    },

    lost(count) {
      log.warn({ count }, 'datagrams came faster than they could be read and are lost')
      intake.drop(directory.claimedBy({ listener }), 'syslog', 'overloaded', count)
    },

    refused(address, reason) {
      log.debug({ address, reason }, 'a connection was refused')
      intake.drop(projectOf(address), 'syslog', 'overloaded')
    },

    broken(address, error) {
      if (!(error instanceof BadFrame)) log.error({ err: error }, reasonOf(error))
      else log.debug({ address, reason: error.message }, 'a connection was ended')
      intake.drop(projectOf(address), 'syslog', 'invalid')
    },
  }
}
