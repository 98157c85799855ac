import { UserError } from '#lib/failures.ts'
import { keyShown } from '#lib/intake/gottwall/credentials.ts'
import { isAction } from '#lib/intake/gottwall/message.ts'
import { isRefused, ownUpdate } from '#lib/intake/gottwall/own.ts'
import type { Asked, Call, Reply, Route } from '#lib/intake/http/route.ts'
import { jsonOf } from '#lib/intake/untrusted.ts'
import { problemOf } from '#lib/metrics/intake/fit.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import type { Directory } from '#lib/projects/directory.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Clients are set up with a prefix before the path, `/gottwall` mostly. */
const PREFIXES = ['', '/:first', '/:first/:second', '/:first/:second/:third']
const BODY_BYTES = 65_536
/** As GottWall says of itself. */
const SERVER = { Server: 'GottWall / Belfry' }

/** GottWall's HTTP transport: one number a request, answered `OK`. */
export const gottwall: readonly Route[] = PREFIXES.map(prefix => ({
  method: 'POST',
  path: `${prefix}/api/v1/:project/:action`,
  protocol: 'gottwall',
  limits: { packedBytes: BODY_BYTES, bytes: BODY_BYTES },
  sender,
  handle,
  refuse: ({ status, message }) => ({
    // Its clients know no 401.
    ...text(status === 401 ? 403 : status, message),
  }),
}))

/** In GottWall's order: the project, the action, then the credentials. */
function sender({ headers, params }: Asked, directory: Directory): Project {
  const project = directory.named(params.project ?? '')
  if (!project) throw notFound(`There is no project ${params.project}.`)
  if (!isAction(params.action)) throw notFound(`There is no action ${params.action}.`)
  const key = keyShown(headers, { project, keys: directory.keysOf(project.id) }, Date.now() / 1000)
  if (!key) throw new UserError('The credentials are missing or wrong.', { code: 'unauthorized' })
  directory.used(key)
  return project
}

async function handle({ project, params, headers, body, metrics }: Call): Promise<Reply> {
  const update = readUpdate(project, params.action, body)
  const key = headers['idempotency-key']
  const [outcome] = await metrics.accept(project, 'gottwall', [update], {
    key: typeof key === 'string' ? key.slice(0, 200) : undefined,
    bytes: body.length,
  })
  // The intake has counted these with their reason.
  if (outcome === 'too_many_series')
    return text(409, 'The project has as many metrics and values as it may have.')
  if (outcome === 'out_of_window') return text(400, 'The project does not count this time.')
  return text(200, 'OK')
}

function readUpdate(project: Project, action: string | undefined, body: Buffer): MetricUpdate {
  const read = ownUpdate(project, jsonOf(body.toString()), { action, now: Date.now() / 1000 })
  if (isRefused(read))
    throw new UserError(`Nothing was counted: ${read.why}.`, { code: read.reason })
  const problem = problemOf(read)
  if (problem) throw new UserError(`Nothing was counted: ${problem}.`)
  return read
}

const notFound = (message: string) => new UserError(message, { code: 'not_found' })

const text = (status: number, body: string): Reply => ({
  status,
  headers: { ...SERVER, 'Content-Type': 'text/plain; charset=utf-8' },
  body: Buffer.from(body),
})
