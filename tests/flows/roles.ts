import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { send } from '#tests/app/api/client.ts'
import { environment, freePort, newFolder, ROOT } from '#tests/flows/product.ts'
import { until } from '#tests/until.ts'

type RoleName = 'engine' | 'intake'

/** An engine and an intake, each a process of its own on a database, and the API in this one. */
export interface Roles {
  /** of the API; the pages are not there */
  url: string
  /** of the HTTP intake */
  intake: string
  env: Record<string, string>
  /** SIGKILL, without a warning */
  kill(role: RoleName): Promise<void>
  /** Starts one that was killed, and waits until it works. */
  start(role: RoleName): Promise<void>
  stop(): Promise<void>
}

/** Starts them, without the pages, which nothing here looks at: they need not be built. */
export async function startRoles(databaseUrl: string): Promise<Roles> {
  const port = await freePort()
  const intake = `http://127.0.0.1:${port}`
  const running = new Map<RoleName, ChildProcess>()
  const api = await openApi()
  const env = {
    ...{ DATABASE_URL: databaseUrl, BELFRY_DATA: newFolder(), BELFRY_LOG: 'error' },
    ...{ BELFRY_SECRET: process.env.BELFRY_SECRET ?? '', BELFRY_INTAKE_HTTP: String(port) },
    ...{ BELFRY_INTAKE_SYSLOG: '0', BELFRY_INTAKE_TCP: '0', BELFRY_INTAKE_UDP: '0' },
    ...{ BELFRY_INTAKE_STATSD: '0', BELFRY_INTAKE_BLUEOX: '0', BELFRY_INTAKE_CONTROL: '0' },
  }

  async function start(role: RoleName) {
    const child = spawn(process.execPath, ['lib/roles/main.ts', role], {
      ...{ cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] },
      env: environment(env),
    })
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
    running.set(role, child)
    if (role === 'intake')
      await until(async () => {
        if (child.exitCode !== null) throw new Error(`the intake ended: ${said}`)
        return fetch(intake).then(
          () => true,
          () => false,
        )
      })
  }

  async function end(role: RoleName, signal: NodeJS.Signals) {
    const child = running.get(role)
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
    child.kill(signal)
    await ended
  }

  // However the tests end, nothing of it goes on.
  process.on('exit', () => {
    for (const child of running.values()) child.kill('SIGKILL')
  })
  await start('intake')
  await start('engine')
  return {
    ...{ url: api.url, intake, env, start },
    kill: role => end(role, 'SIGKILL'),
    async stop() {
      await Promise.all([end('engine', 'SIGTERM'), end('intake', 'SIGTERM')])
      await api.close()
    },
  }
}

/** The route files over HTTP. */
async function openApi() {
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    const answer = await send(request.url ?? '/', {
      method: request.method ?? 'GET',
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      ...(body.length > 0 && { body: body.toString() }),
    }).catch((error: unknown) => new Response(String(error), { status: 404 }))
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}
