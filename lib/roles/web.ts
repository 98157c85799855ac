import { once } from 'node:events'
import type { Server } from 'node:http'
import next from 'next'
import { applyRoleSettings } from '#lib/access/sign-in/mutations.ts'
import { UserError } from '#lib/failures.ts'
import { beat } from '#lib/roles/beat.ts'
import { drained } from '#lib/roles/draining.ts'
import { openServer, withFront } from '#lib/roles/front.ts'
import type { Role } from '#lib/roles/role.ts'

/** Open streams and slow readers get this long after the stop. */
const DRAIN_MS = 2_000

/** Serves the pages and the API. With `BELFRY_DEV` set the pages are compiled as they are asked for. */
export const web: Role = async ({ env, signal, ready }) => {
  await applyRoleSettings(env.signIn)
  const isDev = Boolean(process.env.BELFRY_DEV)
  const server = openServer(isDev)
  await listening(server, env.port, env.host)

  const app = next({
    dev: isDev,
    hostname: env.host,
    port: env.port,
    httpServer: server,
  })
  const prepared = app.prepare()
  const handle = withFront(app.getRequestHandler(), { ...env, signal }, isDev)
  // Who asks before the pages are ready waits for them; without a listener nobody would ever answer.
  server.on('request', async (request, response) => {
    await prepared.then(() => handle(request, response)).catch(() => response.destroy())
  })
  await prepared

  const beating = beat('web', signal)
  ready(`Pages and API on ${env.url}`)
  await drained(signal, env.drainMs)

  server.close()
  server.closeIdleConnections()
  setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await Promise.all([once(server, 'close'), beating])
}

async function listening(server: Server, port: number, host: string) {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new UserError(`Port ${port} on ${host} is taken; set PORT to a free one.`)
    if (code === 'EACCES')
      throw new UserError(
        `Port ${port} needs more rights than this user has; set PORT to one above 1023.`,
      )
    if (code === 'EADDRNOTAVAIL')
      throw new UserError(`${host} is not an address of this machine; set BELFRY_HOST.`)
    throw error
  }
}
