import { readEnv } from '#lib/env.ts'
import { openClassification } from '#lib/errors/classify/open.ts'
import { openErrorIntake } from '#lib/errors/intake/open.ts'
import { openEventIntake } from '#lib/events/intake/open.ts'
import { openHttp } from '#lib/intake/http/open.ts'
import type { ListenerContext } from '#lib/intake/listener.ts'
import { log } from '#lib/log.ts'
import { openMetricIntake } from '#lib/metrics/intake/open.ts'
import { openDirectory } from '#lib/projects/directory.ts'
import { openGate } from '#lib/projects/intake/gate.ts'
import { createProject } from '#lib/projects/mutations.ts'
import { openDistillers } from '#lib/streams/definitions/current.ts'
import { openNotificationIntake } from '#lib/streams/distiller/intake.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'

/** An intake as the role opens it, on a database of its own, and a project whose key senders use. */
export async function openWorld() {
  const database = await freshDatabase()
  const { pool } = database
  const keys = { publicKey: '0123456789abcdef0123456789abcdef', privateKey: 'private' }
  const project = await createProject({ name: 'shop' }, byAda, [keys])
  const directory = await openDirectory(pool)
  const intake = openErrorIntake({ pool, openClassification })
  const metrics = openMetricIntake({ pool, gate: openGate() })
  const events = openEventIntake({ pool, gate: openGate() })
  const notifications = openNotificationIntake(events, openDistillers(pool))
  const ports = { BELFRY_INTAKE_HTTP: '0', BELFRY_INTAKE_TCP: '0', BELFRY_INTAKE_UDP: '0' }
  const env = readEnv({
    ...process.env,
    ...ports,
    BELFRY_INTAKE_STATSD: '0',
    BELFRY_INTAKE_BLUEOX: '0',
    BELFRY_INTAKE_CONTROL: '0',
  })
  const context: ListenerContext = { env, intake, metrics, events, notifications, directory, log }

  return {
    pool,
    project,
    publicKey: keys.publicKey,
    context,
    /** The signatures of the project with their counts, in the order in which they came. */
    async signatures() {
      const { rows } = await pool.query<{ id: number; template: string; count: number }>(
        'select id, template, count::int from signature where project_id = $1 order by id',
        [project.id],
      )
      return rows
    },
    /** The errors that are kept whole, in the order in which they came. */
    async events() {
      const { rows } = await pool.query(
        'select * from error_event where project_id = $1 order by id',
        [project.id],
      )
      return rows
    },
    async close() {
      await intake.close()
      await metrics.close()
      await events.close()
      await directory.close()
      await database.close()
    },
  }
}

/** The same with the HTTP listener; `url` is where it listens. */
export async function openHttpWorld() {
  const world = await openWorld()
  const listener = await openHttp(world.context)
  const port = listener?.line.match(/\d+$/)?.[0]
  return {
    ...world,
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    async close() {
      await listener?.close()
      await world.close()
    },
  }
}
