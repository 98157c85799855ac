import { request } from 'node:http'
import type { Pool } from 'pg'
import { readEnv } from '#lib/env.ts'
import { openHttp } from '#lib/intake/http/open.ts'
import type { Route } from '#lib/intake/http/route.ts'
import { log } from '#lib/log.ts'
import type { Directory } from '#lib/projects/directory.ts'
import { lookUps } from '#lib/projects/look-ups.ts'
import type { Project } from '#lib/projects/schema.ts'
import { aProject, openIntake } from '#tests/lib/errors/intake/world.ts'
import { noEvents, noMetrics, noNotifications } from '#tests/lib/intake/nothing.ts'

const key = (id: number, projectId: number, publicKey: string) => ({
  ...{ id, projectId, publicKey },
  privateKey: `private ${publicKey}`,
})

/** The projects `default` (key `public`) and `belfry` (key `other`), the latter as the rest says. */
export function aDirectory(
  rest: Partial<Project> = {},
  defaults: Partial<Project> = {},
): Directory {
  const projects = [aProject(defaults), aProject({ ...rest, id: 2, name: 'belfry' })]
  const found = lookUps(projects, [key(1, 1, 'public'), key(2, 2, 'other')])
  return { ...found, used: () => {}, onChange: () => () => {}, close: async () => {} }
}

/** The HTTP intake on a free port, writing to this database. */
export async function openServer(
  pool: Pool,
  options: {
    directory?: Directory
    routes?: readonly Route[]
    proxies?: string
    port?: string
    stopping?: AbortSignal
    isAway?: () => boolean
  } = {},
) {
  const { directory = aDirectory(), routes, proxies = '', port = '0', ...condition } = options
  const env = readEnv({ ...process.env, BELFRY_INTAKE_HTTP: port, BELFRY_PROXIES: proxies })
  const intake = openIntake(pool)
  const listener = await openHttp(
    {
      ...{ env, intake, metrics: noMetrics, events: noEvents, directory, log },
      notifications: noNotifications,
      ...condition,
    },
    routes,
  )
  if (!listener) throw new Error('it listens nowhere')
  const url = listener.line.replace(/^HTTP on /, 'http://')
  return {
    url,
    intake,
    post: (
      path: string,
      body: string | Uint8Array<ArrayBuffer>,
      headers: Record<string, string> = {},
    ) => ask(`${url}${path}`, { method: 'POST', body, headers }),
    closeListener: listener.close,
    async close() {
      await listener.close()
      await intake.close()
    },
  }
}

/** Without what `fetch` adds by itself: it takes part in what is decided. */
export function ask(
  url: string,
  {
    method = 'POST',
    body,
    headers = {},
  }: { method?: string; body?: string | Uint8Array; headers?: Record<string, string> },
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: unknown }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString()
        const { statusCode = 0, headers } = response
        resolve({ status: statusCode, headers, body: text ? JSON.parse(text) : null })
      })
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
