import { createAlert } from '#lib/alerting/mutations.ts'
import { createMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { createSource } from '#lib/sources/mutations.ts'
import { ada, byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { newFolder } from '#tests/flows/product.ts'
import { httpReceiver, smtpReceiver } from '#tests/kill-points/receivers.ts'
import { victim } from '#tests/kill-points/victim.ts'

/** A database, an engine that can be killed, a site that scripts ask, and two alerts with their receivers. */
export async function openEngineWorld() {
  const database = await freshDatabase()
  const [site, hook, mail] = [await httpReceiver(), await httpReceiver(), await smtpReceiver()]
  await createSource({ key: 'site', type: 'http', config: { allow: ['127.0.0.1'] } }, byAda)
  const url = `http://127.0.0.1:${hook.port}`
  await createAlert({ key: 'hook', type: 'webhook', config: { url } }, byAda)
  const smtp = `smtp://127.0.0.1:${mail.port}?ignoreTLS=true`
  const people = { from: 'belfry@example.com', to: ['oncall@example.com'] }
  await createAlert({ key: 'mail', type: 'email', config: { url: smtp, ...people } }, byAda)

  const engine = victim({
    module: 'lib/roles/main.ts',
    args: ['engine'],
    env: { DATABASE_URL: database.url, BELFRY_DATA: newFolder() },
  })
  return {
    ...{ ...database, site, hook, mail, engine },
    async close() {
      await engine.kill()
      await Promise.all([site.close(), hook.close(), mail.close()])
      await database.close()
    },
  }
}

/** A monitor that changes its state with every run, and asks the site on the way. */
export const newToggle = (site: { port: number }, rest: object = {}): Promise<number> =>
  createMonitor(
    monitorInput.parse({
      name: 'toggle',
      script: `await sources.site.get('http://127.0.0.1:${site.port}/')
        if (previous.state !== 'ALARM') fail('it is bad')`,
      schedule: '0 0 1 1 *',
      ...rest,
    }),
    ada,
  )
