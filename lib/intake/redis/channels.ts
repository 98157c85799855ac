import type { Redis } from 'ioredis'
import { isSameToken } from '#lib/access/links.ts'
import { type Named, PATTERN, readChannel, setOf } from '#lib/intake/gottwall/channels.ts'
import { isRefused, ownUpdate } from '#lib/intake/gottwall/own.ts'
import type { ListenerContext } from '#lib/intake/listener.ts'
import { isNotice, readMessage } from '#lib/intake/redis/message.ts'
import type { Turn } from '#lib/intake/redis/turn.ts'
import type { Directory } from '#lib/projects/directory.ts'
import { DEFAULT_PROJECT, type Project } from '#lib/projects/schema.ts'

/** One message; more is no number any more. */
const MESSAGE_LIMIT = 65_536

interface Means extends Pick<ListenerContext, 'directory' | 'metrics'> {
  /** a connection for this alone, which subscribes */
  redis: Redis
  /** Redis tells all who subscribe; the one whose turn it is counts. */
  turn: Turn
  /** something was put into a set */
  noticed(set: string): void
}

export interface Channels {
  /** Sees to it that what is published is heard, and keeps the turn for as long as it is. */
  keep(): Promise<void>
  /** messages that were counted */
  heard(): number
}

/** Counts what GottWall's clients publish. Nobody waits for an answer: it is best effort, and what is refused is counted. */
export function openChannels({ redis, turn, noticed, directory, metrics }: Means): Channels {
  let isSubscribed = false
  let heard = 0

  redis.on('close', () => {
    isSubscribed = false
  })
  redis.on('pmessage', (_: string, channel: string, text: string) => {
    if (turn.isMine()) take(channel, text)
  })

  function take(channel: string, text: string) {
    const named = readChannel(channel)
    const project = named ? directory.named(named.project) : undefined
    const key = named && project && keyOf(directory, project, named)
    if (!named || !project || !key) return refuse(project)
    directory.used(key)
    if (text.length > MESSAGE_LIMIT) return metrics.drop(project, 'gottwall', 'too_large')
    const message = readMessage(text)
    if (isNotice(message)) noticed(setOf(named))
    else count(project, message, text.length)
  }

  function refuse(project = directory.byId(DEFAULT_PROJECT)) {
    if (project) metrics.drop(project, 'gottwall', 'unauthorized')
  }

  function count(project: Project, message: unknown, bytes: number) {
    const read = ownUpdate(project, message, { now: Date.now() / 1000 })
    if (isRefused(read)) metrics.drop(project, 'gottwall', read.reason)
    else if (metrics.offer(project, 'gottwall', read, bytes)) heard++
  }

  return {
    async keep() {
      if (isSubscribed) await redis.ping()
      else await redis.psubscribe(PATTERN)
      isSubscribed = true
      await turn.keep()
    },
    heard: () => heard,
  }
}

/** The pair that a channel names, if it is the project's. */
const keyOf = (directory: Directory, { id }: Project, { publicKey, privateKey }: Named) =>
  directory
    .keysOf(id)
    .find(key => key.publicKey === publicKey && isSameToken(privateKey, key.privateKey))
