import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { asking } from '#tests/app/api/asking.ts'
import { TOKEN } from '#tests/app/api/client.ts'
import { startEngine } from '#tests/app/api/engine.ts'
import { openStore } from '#tests/lib/errors/store.ts'

/** Whence all of it is asked. */
export const ADDRESS = '198.51.100.7'
/** Secrets that are planted, and must stand in no entry. */
export const CANARY = 'canary-5521'

export const ask = asking({ authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': ADDRESS })

let number = 0
/** A name that nothing has yet. */
export const fresh = (what: string) => `${what}-${++number}`

/** Everything that requests can change, on a database of its own with an engine. */
export async function openWorld() {
  const store = await openStore()
  let signatures = 0
  const engine = await startEngine()
  const receiver = createServer((_, response) => response.writeHead(200).end('[]'))
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`

  /** Makes something, and answers a field of it. */
  const made = async (path: string, body: object, field = 'id') => {
    const answer = await ask('POST', path, body)
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body[field]
  }
  const monitor = (more = {}) => ({
    ...{ name: fresh('monitor'), script: 'return 1', schedule: '0 0 1 1 *', ...more },
  })
  const source = () => ({
    ...{ key: fresh('s').replace('-', ''), type: 'graphite' },
    config: { url: address, username: 'u', password: CANARY },
  })
  const alert = () => ({
    ...{ key: fresh('a').replace('-', ''), type: 'slack' },
    config: { webhookUrl: `${address}/${CANARY}` },
  })
  const trigger = async () => {
    const { body } = await ask('GET', '/api/pipelines?q=audited')
    if (body.items.length === 0)
      await made('/api/pipelines', { name: 'audited', handlers: ['log'] })
    return {
      ...{ name: fresh('trigger'), expiration: '$last + 1h', fire_pipeline: 'audited' },
      ...{ match_criteria: [{ event_type: 'order.*' }], fire_criteria: [{}] },
    }
  }
  const person = () => ({ email: `${fresh('p')}@example.com` })

  return {
    ...{ store, address, made, monitor, source, alert, person, trigger },
    db: store.db,
    pool: store.pool,
    newMonitor: (more = {}) => made('/api/monitors', monitor(more)),
    newSource: () => made('/api/sources', source(), 'key'),
    newAlert: () => made('/api/alerts', alert(), 'key'),
    newDashboard: () => made('/api/dashboards', { name: fresh('dashboard') }),
    newTrigger: async () => made('/api/triggers', await trigger()),
    newProject: () => made('/api/projects', { name: fresh('project') }),
    newPerson: () => made('/api/users', person()),
    newGroup: () => made('/api/groups', { name: fresh('group') }, 'name'),
    newToken: () => made('/api/tokens', { name: fresh('token'), role: 'viewer' }),
    /** Founds a signature of its own. */
    async newSignature(message = MESSAGES[signatures++]) {
      if (!message) throw new Error('add a message that is like no other')
      await store.send({ message })
      return store.signatureOf(message)
    },
    /** A delivery that was given up. */
    async deadDelivery() {
      const monitorId = await made('/api/monitors', monitor())
      const key = await made('/api/alerts', alert(), 'key')
      const { id: alertId } = await store.db.alert.findUniqueOrThrow({ where: { key } })
      const { id: transitionId } = await store.db.transition.create({
        data: {
          ...{ monitorId, at: new Date(), from: 'OK', to: 'ALARM', message: '', version: 1 },
        },
      })
      const delivery = await store.db.delivery.create({
        data: { transitionId, monitorId, alertId, status: 'dead', nextAttemptAt: null },
      })
      return Number(delivery.id)
    },
    /** What a webhook of a pipeline could not send. */
    async deadPost() {
      const post = await store.db.post.create({
        data: {
          ...{ projectId: 1, streamId: 1, triggerId: 1, trigger: 'orders', occasion: 'fire' },
          ...{ target: { alert: 'hook' }, lane: 'hook', body: '{}' },
          ...{ status: 'dead', nextAttemptAt: null },
        },
      })
      return Number(post.id)
    },
    async close() {
      await engine.stop()
      await store.close()
      receiver.close()
    },
  }
}
export type World = Awaited<ReturnType<typeof openWorld>>

/** Like no other, so that each founds a signature. */
const MESSAGES = [
  'disk sda is full',
  'mail bounced back from the relay',
  'hostname cannot be resolved',
  'payment gateway answers too late',
  'no file descriptors left',
  'certificate chain lacks its root',
  'consumer of orders has crashed',
  'unexpected token near semicolon',
  'permission denied while writing snapshots',
  'replica lags far behind its primary',
  'cache evicts hot keys',
  'thread pool rejected another task',
]
