import { storeEvents } from '#lib/events/intake/store.ts'
import { inTransaction } from '#lib/transaction.ts'
import { asking } from '#tests/app/api/asking.ts'
import { startEngine } from '#tests/app/api/engine.ts'
import { openStore } from '#tests/lib/errors/store.ts'
import { newStream, newTrigger } from '#tests/lib/streams/reading/world.ts'
import { makePerson, makeToken } from '#tests/people.ts'
import { serve } from '#tests/servers.ts'
import { until } from '#tests/until.ts'

/** Stands in the names and texts of all that is limited to the group `night`. */
export const CANARY = 'nightjar'
export const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

/**
 * An installation in which a source, a project with errors, an event and a stream, a dashboard, and a monitor with a run, a change of state and
 * a delivery are limited to the group `night`; somebody in that group, somebody in another one, and an admin.
 */
export async function openWorld() {
  const store = await openStore()
  const engine = await startEngine()
  const site = await serve((_, response) => response.end(`${CANARY} answers`))
  const as = {
    member: asking((await makePerson({ role: 'editor', groups: ['night'] })).headers),
    outsider: asking((await makeToken({ role: 'editor', groups: ['day'] })).headers),
    admin: asking((await makePerson({ role: 'admin' })).headers),
  }
  const groups = ['night']
  const make = async (path: string, body: object) => (await as.admin('POST', path, body)).body

  await make('/api/sources', {
    ...{ key: 'vault', type: 'http', description: CANARY, groups },
    config: { allow: [`127.0.0.1:${site.port}`] },
  })
  await make('/api/alerts', { key: 'hook', type: 'webhook', config: { url: site.url } })
  const project = await make('/api/projects', { name: `${CANARY}-shop`, groups })
  await store.intake.accept(project, 'http', [
    fault(`${CANARY} fell`, 'night-1'),
    fault(`${CANARY} sleeps`, 'night-2'),
  ])
  await inTransaction(store.pool, client => storeEvents(client, project.id, [EVENT]))
  const signature = await store.signatureOf(`${CANARY} fell`)
  const other = await store.signatureOf(`${CANARY} sleeps`)

  const script = `const { text } = await sources.vault.get('${site.url}')\nfail(text)`
  const monitor = await make('/api/monitors', {
    ...{ name: `${CANARY} watch`, script, schedule: '0 0 1 1 *', tags: [CANARY], groups },
  })
  const dashboard = await make('/api/dashboards', {
    ...{ name: `${CANARY} wall`, groups },
    panels: [{ panel: { kind: 'text', text: CANARY } }],
  })
  const chart = await make('/api/charts/shared', {
    ...{ name: CANARY, panel: { kind: 'monitor', monitor: `${CANARY} watch` } },
  })
  const { id: run } = await make(`/api/monitors/${monitor.id}/run`, {})
  const delivery = await until(async () => {
    const { items } = (await as.admin('GET', '/api/deliveries?status=sent')).body
    return items[0]?.id as number | undefined
  })
  const trigger = await newTrigger(store.pool, `${CANARY} orders`, {}, project.id)
  const stream = await newStream(store.pool, trigger, {
    ...{ state: 'error', traits: { order: CANARY }, error: CANARY },
  })
  const { id: reclassification } = await make('/api/errors/reclassifications', { signature: other })

  return {
    ...{ store, as, site, script },
    ids: {
      ...{ monitor: monitor.id as number, run, delivery, signature, other, reclassification },
      ...{ project: project.id as number, key: project.keys[0].id as number },
      ...{ dashboard: dashboard.id as number, chart: chart.id as number, event: TRACE },
      ...{ trigger, stream },
    },
    async close() {
      await engine.stop()
      await site.close()
      await store.close()
    },
  }
}
export type World = Awaited<ReturnType<typeof openWorld>>

const EVENT = {
  ...{ type: CANARY, id: TRACE, uid: 'night event', host: 'night-1', pid: 1, isTimed: true },
  ...{ start: Date.now() / 1000 - 1, at: Date.now() / 1000, traits: `{"owl": "${CANARY}"}` },
}

const fault = (message: string, host: string) => ({
  ...{ at: Date.now(), level: 3, message, host, program: CANARY, traceId: TRACE },
})
