import ipaddr from 'ipaddr.js'
import type { Collection } from '#lib/intake/blueox/collect.ts'
import { claiming, openStatus } from '#lib/intake/blueox/status.ts'
import type { ListenerContext, OpenListener } from '#lib/intake/listener.ts'
import { hostAndPort } from '#lib/intake/sockets/address.ts'

/**
 * BlueOx's collector: collection, control and live stream over ZeroMQ. It knows no keys, so that what it shows is of one project only, the
 * one that claims the listener.
 */
export const openBlueox: OpenListener = async context => {
  const { blueox, blueoxControl } = context.env.intake
  if (blueox === null && blueoxControl === null) return null

  const collection = blueox === null ? null : await openCollection(context, blueox)
  const desk =
    blueoxControl === null
      ? null
      : await openDesk(context, blueoxControl, collection).catch(async (error: unknown) => {
          await collection?.close()
          throw error
        })
  const { host } = context.env
  return {
    line: [
      ...(collection ? [`BlueOx on ${hostAndPort(host, collection.port)}`] : []),
      ...(desk ? [`BlueOx’s control on ${hostAndPort(host, desk.port)}`] : []),
    ].join(', '),
    info: () => ({ blueox: { port: collection?.port ?? null, ...desk?.info() } }),
    close: async () => void (await Promise.all([collection?.close(), desk?.close()])),
  }
}

/** ZeroMQ is loaded by those who use it. */
async function openCollection(context: ListenerContext, port: number): Promise<Collection> {
  const { collect } = await import('#lib/intake/blueox/collect.ts')
  const { env, events, log } = context
  return collect({ host: env.host, port, events, project: () => claiming(context), log })
}

/** Where BlueOx's tools ask, and watch. */
async function openDesk(context: ListenerContext, port: number, collection: Collection | null) {
  const { openStream } = await import('#lib/intake/blueox/stream.ts')
  const { serve } = await import('#lib/intake/blueox/serve.ts')
  const { env, events, log } = context
  const stream = await openStream(env.host, log)
  const status = openStatus(context)
  const forget = events.onStored((project, stored) => {
    if (project.id !== claiming(context).id) return
    status.note(stored)
    stream.publish(stored)
  })
  const means = {
    ...{ streamPort: stream.port, collectPort: collection?.port ?? null },
    status: () => status.tell(),
    shutdown: shutdownOf(context),
  }
  async function end() {
    forget()
    await stream.close()
  }
  const control = await serve({ host: env.host, port }, means, log).catch(async error => {
    await end()
    throw error
  })
  return {
    port: control.port,
    info: () => ({ control: control.port, stream: stream.port, watchers: stream.watchers() }),
    close: async () => void (await Promise.all([control.close(), end()])),
  }
}

/** A ZeroMQ socket does not tell who asks: only one that nobody else reaches is obeyed. */
function shutdownOf({ env, stop }: ListenerContext): (() => void) | null {
  return stop && env.intake.blueoxShutdown && isLoopback(env.host) ? stop : null
}

const isLoopback = (host: string) =>
  host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback')
