import { ask, CANARY, fresh, type World } from '#tests/app/api/audit/world.ts'
import { newStream } from '#tests/lib/streams/reading/world.ts'

type Asked = [path: string, body?: object]

export interface Change {
  /** `METHOD /api/path/{id}`, as the routes declare it */
  route: string
  what?: string
  given(world: World): Promise<Asked> | Asked
  /** what its one entry says */
  entry: { subject: string; action: string; change: unknown }
}

const entry = (subject: string, action: string, change: unknown = {}) => ({
  ...{ subject, action, change },
})

const monitors: Change[] = [
  {
    route: 'POST /api/monitors',
    given: w => ['/api/monitors', w.monitor()],
    entry: entry('monitor', 'create', { before: {}, after: { script: 'return 1', version: 1 } }),
  },
  {
    route: 'PATCH /api/monitors/{id}',
    given: async w => [`/api/monitors/${await w.newMonitor()}`, { unit: 'ms', tags: ['a'] }],
    entry: entry('monitor', 'change', {
      before: { unit: '', tags: [], version: 1 },
      after: { unit: 'ms', tags: ['a'], version: 2 },
    }),
  },
  {
    route: 'PATCH /api/monitors/{id}',
    what: 'its script and that it is paused',
    given: async w => [
      `/api/monitors/${await w.newMonitor({ script: 'let a = 1\nlet b = 2\nreturn a + b' })}`,
      { script: 'let a = 1\nlet b = 3\nreturn a + b', active: false },
    ],
    entry: entry('monitor', 'change', {
      before: { script: '…\nlet b = 2\n…', active: true },
      after: { script: '…\nlet b = 3\n…', active: false },
    }),
  },
  {
    route: 'DELETE /api/monitors/{id}',
    given: async w => [`/api/monitors/${await w.newMonitor()}`],
    entry: entry('monitor', 'delete', { before: { script: 'return 1' }, after: {} }),
  },
  {
    route: 'POST /api/monitors/{id}/pause',
    given: async w => [`/api/monitors/${await w.newMonitor()}/pause`],
    entry: entry('monitor', 'pause', { before: { active: true }, after: { active: false } }),
  },
  {
    route: 'POST /api/monitors/{id}/resume',
    given: async w => [`/api/monitors/${await w.newMonitor({ active: false })}/resume`],
    entry: entry('monitor', 'resume', { before: { active: false }, after: { active: true } }),
  },
  {
    route: 'POST /api/monitors/{id}/copy',
    given: async w => [`/api/monitors/${await w.newMonitor()}/copy`, {}],
    entry: entry('monitor', 'copy', { after: { active: false } }),
  },
  {
    route: 'POST /api/monitors/{id}/versions/{version}/restore',
    async given(w) {
      const path = `/api/monitors/${await w.newMonitor()}`
      await ask('PATCH', path, { unit: 'ms' })
      return [`${path}/versions/1/restore`]
    },
    entry: entry('monitor', 'restore', {
      ...{ before: { unit: 'ms', version: 2 }, after: { unit: '', version: 3 }, restored: 1 },
    }),
  },
  {
    route: 'POST /api/monitors/{id}/run',
    given: async w => [`/api/monitors/${await w.newMonitor()}/run`],
    entry: entry('monitor', 'run'),
  },
  {
    route: 'POST /api/monitors/test',
    given: () => ['/api/monitors/test', { script: `return '${CANARY}'.length`, name: 'Draft' }],
    entry: entry('monitor', 'test'),
  },
  {
    route: 'POST /api/errors/monitors',
    given: () => [
      '/api/errors/monitors',
      { template: 'new', project: 'default', name: fresh('watch') },
    ],
    entry: entry('monitor', 'create'),
  },
]

const plugins: Change[] = [
  {
    route: 'POST /api/sources',
    given: w => ['/api/sources', w.source()],
    entry: entry('source', 'create', { after: { type: 'graphite' }, changed: ['config.password'] }),
  },
  {
    route: 'PATCH /api/sources/{key}',
    given: async w => [
      `/api/sources/${await w.newSource()}`,
      { enabled: false, config: { username: 'v', password: `${CANARY}-2` } },
    ],
    entry: entry('source', 'change', {
      before: { enabled: true, 'config.username': 'u' },
      after: { enabled: false, 'config.username': 'v' },
      changed: ['config.password'],
    }),
  },
  {
    route: 'DELETE /api/sources/{key}',
    given: async w => [`/api/sources/${await w.newSource()}`],
    entry: entry('source', 'delete', { after: {}, changed: ['config.password'] }),
  },
  {
    route: 'POST /api/sources/{key}/query',
    given: async w => [
      `/api/sources/${await w.newSource()}/query`,
      { method: 'find', args: [CANARY] },
    ],
    entry: entry('source', 'query', { method: 'find' }),
  },
  {
    route: 'POST /api/sources/{key}/check',
    given: async w => [`/api/sources/${await w.newSource()}/check`, {}],
    entry: entry('source', 'test', { type: 'graphite' }),
  },
  {
    route: 'POST /api/alerts',
    given: w => ['/api/alerts', w.alert()],
    entry: entry('alert', 'create', { after: { type: 'slack' }, changed: ['config.webhookUrl'] }),
  },
  {
    route: 'PATCH /api/alerts/{key}',
    given: async w => [
      `/api/alerts/${await w.newAlert()}`,
      { states: ['ALARM'], config: { webhookUrl: `${w.address}/${CANARY}/2` } },
    ],
    entry: entry('alert', 'change', {
      ...{ after: { states: ['ALARM'] }, changed: ['config.webhookUrl'] },
    }),
  },
  {
    route: 'DELETE /api/alerts/{key}',
    given: async w => [`/api/alerts/${await w.newAlert()}`],
    entry: entry('alert', 'delete', { after: {}, changed: ['config.webhookUrl'] }),
  },
  {
    route: 'POST /api/alerts/{key}/test',
    given: async w => [`/api/alerts/${await w.newAlert()}/test`, {}],
    entry: entry('alert', 'test', { type: 'slack' }),
  },
  {
    route: 'POST /api/deliveries/{id}/retry',
    given: async w => [`/api/deliveries/${await w.deadDelivery()}/retry`],
    entry: entry('delivery', 'retry', { was: 'dead' }),
  },
  {
    route: 'POST /api/posts/{id}/retry',
    given: async w => [`/api/posts/${await w.deadPost()}/retry`],
    entry: entry('post', 'retry', { was: 'dead', to: 'hook' }),
  },
]

const dashboards: Change[] = [
  {
    route: 'POST /api/dashboards',
    given: () => ['/api/dashboards', { name: fresh('dashboard') }],
    entry: entry('dashboard', 'create', { before: {}, after: { range: '24h', version: 1 } }),
  },
  {
    route: 'PATCH /api/dashboards/{id}',
    given: async w => [`/api/dashboards/${await w.newDashboard()}`, { range: '7d' }],
    entry: entry('dashboard', 'change', {
      before: { range: '24h', version: 1 },
      after: { range: '7d', version: 2 },
    }),
  },
  {
    route: 'POST /api/dashboards/{id}/panels',
    given: async w => [
      `/api/dashboards/${await w.newDashboard()}/panels`,
      { panel: { kind: 'text', text: 'Hello' } },
    ],
    entry: entry('dashboard', 'change', {
      before: { version: 1 },
      after: { version: 2, 'panels.p1.panel.text': 'Hello' },
    }),
  },
  {
    route: 'POST /api/dashboards/{id}/copy',
    given: async w => [`/api/dashboards/${await w.newDashboard()}/copy`, {}],
    entry: entry('dashboard', 'copy', { after: { range: '24h' } }),
  },
  {
    route: 'POST /api/dashboards/{id}/versions/{version}/restore',
    async given(w) {
      const path = `/api/dashboards/${await w.newDashboard()}`
      await ask('PATCH', path, { range: '7d' })
      return [`${path}/versions/1/restore`]
    },
    entry: entry('dashboard', 'restore', {
      ...{ before: { range: '7d', version: 2 }, after: { range: '24h', version: 3 }, restored: 1 },
    }),
  },
  {
    route: 'DELETE /api/dashboards/{id}',
    given: async w => [`/api/dashboards/${await w.newDashboard()}`],
    entry: entry('dashboard', 'delete', { before: { range: '24h' }, after: {} }),
  },
  {
    route: 'POST /api/dashboards/import',
    given: () => ['/api/dashboards/import', { yaml: `dashboards: { ${fresh('dashboard')}: {} }` }],
    entry: entry('dashboard', 'create', { after: { version: 1 }, imported: true }),
  },
]

const chart = () => ({
  panel: { kind: 'metrics', lines: [{ metric: 'orders' }] },
  name: fresh('chart'),
})

const charts: Change[] = [
  {
    route: 'POST /api/charts/shared',
    given: () => ['/api/charts/shared', chart()],
    entry: entry('shared-chart', 'create', { after: { range: '30d' } }),
  },
  {
    route: 'PATCH /api/charts/shared/{id}',
    given: async w => [
      `/api/charts/shared/${await w.made('/api/charts/shared', chart())}`,
      { range: '24h' },
    ],
    entry: entry('shared-chart', 'change', { before: { range: '30d' }, after: { range: '24h' } }),
  },
  {
    route: 'DELETE /api/charts/shared/{id}',
    given: async w => [`/api/charts/shared/${await w.made('/api/charts/shared', chart())}`],
    entry: entry('shared-chart', 'revoke'),
  },
]

const projects: Change[] = [
  {
    route: 'POST /api/projects',
    given: () => ['/api/projects', { name: fresh('project') }],
    entry: entry('project', 'create', { before: {} }),
  },
  {
    route: 'PATCH /api/projects/{id}',
    given: async w => [
      `/api/projects/${await w.newProject()}`,
      { limits: { messagesPerSecond: 5 } },
    ],
    entry: entry('project', 'change', {
      before: { 'limits.messagesPerSecond': null },
      after: { 'limits.messagesPerSecond': 5 },
    }),
  },
  {
    route: 'DELETE /api/projects/{id}',
    given: async w => [`/api/projects/${await w.newProject()}`],
    entry: entry('project', 'delete', { after: {} }),
  },
  {
    route: 'POST /api/projects/{id}/keys',
    given: async w => [`/api/projects/${await w.newProject()}/keys`],
    entry: entry('project', 'give-key'),
  },
  {
    route: 'GET /api/projects/{id}/keys/{keyId}',
    given: async w => [await newKey(w)],
    entry: entry('project', 'show-key'),
  },
  {
    route: 'DELETE /api/projects/{id}/keys/{keyId}',
    given: async w => [await newKey(w)],
    entry: entry('project', 'revoke-key'),
  },
]

async function newKey(w: World): Promise<string> {
  const keys = `/api/projects/${await w.newProject()}/keys`
  return `${keys}/${await w.made(keys, {})}`
}

const errors: Change[] = [
  {
    route: 'PATCH /api/errors/{id}',
    given: async w => [`/api/errors/${await w.newSignature()}`, { name: 'Known' }],
    entry: entry('signature', 'rename', { before: { name: '' }, after: { name: 'Known' } }),
  },
  {
    route: 'POST /api/errors/operations',
    given: async w => [
      '/api/errors/operations',
      { action: 'resolve', ids: [await w.newSignature()] },
    ],
    entry: entry('signature', 'resolve', { after: { state: 'resolved' } }),
  },
  {
    route: 'POST /api/errors/{id}/merge',
    given: async w => [
      `/api/errors/${await w.newSignature()}/merge`,
      { ids: [await w.newSignature()] },
    ],
    entry: entry('signature', 'merge'),
  },
  {
    route: 'POST /api/errors/{id}/split',
    given: async w => [
      `/api/errors/${await w.newSignature('a needle in a haystack')}/split`,
      { regex: 'needle' },
    ],
    entry: entry('signature', 'split', { regex: 'needle' }),
  },
  {
    route: 'DELETE /api/errors/{id}',
    given: async w => [`/api/errors/${await w.newSignature()}`],
    entry: entry('signature', 'delete'),
  },
  {
    route: 'POST /api/errors/reclassifications',
    given: async w => ['/api/errors/reclassifications', { signature: await w.newSignature() }],
    entry: entry('signature', 'reclassify', { errors: 1 }),
  },
  {
    route: 'POST /api/audit/{id}/undo',
    async given(w) {
      const { body } = await ask('PATCH', `/api/errors/${await w.newSignature()}`, { name: 'x' })
      return [`/api/audit/${body.changes[0]}/undo`]
    },
    entry: entry('signature', 'undo', { action: 'rename' }),
  },
]

const settings: Change[] = [
  {
    route: 'PATCH /api/errors/retention',
    given: () => ['/api/errors/retention', { secondsDays: 3 }],
    entry: entry('setting', 'retention', { before: { secondsDays: 2 }, after: { secondsDays: 3 } }),
  },
  {
    route: 'PATCH /api/audit/retention',
    given: () => ['/api/audit/retention', { days: 400 }],
    entry: entry('setting', 'audit-retention', { before: { days: 365 }, after: { days: 400 } }),
  },
  {
    route: 'PATCH /api/events/retention',
    given: () => ['/api/events/retention', { days: 60 }],
    entry: entry('setting', 'event-retention', { before: { days: 30 }, after: { days: 60 } }),
  },
  {
    route: 'PATCH /api/streams/settings',
    given: () => ['/api/streams/settings', { keepDays: 7 }],
    entry: entry('setting', 'stream-settings', {
      before: { keepDays: 14 },
      after: { keepDays: 7 },
    }),
  },
  {
    route: 'GET /api/audit.csv',
    given: () => ['/api/audit.csv?subject=nothing'],
    entry: entry('audit', 'export', { subject: 'nothing' }),
  },
  {
    route: 'GET /api/audit.jsonl',
    given: () => ['/api/audit.jsonl?subject=nothing'],
    entry: entry('audit', 'export', { subject: 'nothing' }),
  },
]

const definition = {
  event_type: 'compute.*',
  traits: { instance: { fields: 'payload.id' } },
}
const definitions: Change[] = [
  {
    route: 'POST /api/definitions',
    given: () => ['/api/definitions', definition],
    entry: entry('definition', 'create', { before: {}, after: { version: 1 } }),
  },
  {
    route: 'PUT /api/definitions',
    async given(w) {
      const project = await w.newProject()
      return ['/api/definitions', { project, yaml: '- { event_type: a, traits: {} }' }]
    },
    entry: entry('definition', 'create', { after: { position: 1 } }),
  },
  {
    route: 'PATCH /api/definitions/{id}',
    given: async w => [
      `/api/definitions/${await w.made('/api/definitions', definition)}`,
      { event_type: 'volume.*' },
    ],
    entry: entry('definition', 'change', { before: { version: 1 }, after: { version: 2 } }),
  },
  {
    route: 'DELETE /api/definitions/{id}',
    given: async w => [`/api/definitions/${await w.made('/api/definitions', definition)}`],
    entry: entry('definition', 'delete', { before: { version: 1 }, after: {} }),
  },
]

const triggers: Change[] = [
  {
    route: 'POST /api/triggers',
    given: async w => ['/api/triggers', await w.trigger()],
    entry: entry('trigger', 'create', { before: {}, after: { enabled: true, version: 1 } }),
  },
  {
    route: 'PATCH /api/triggers/{id}',
    given: async w => [`/api/triggers/${await w.newTrigger()}`, { fire_delay: 5 }],
    entry: entry('trigger', 'change', { before: { version: 1 }, after: { version: 2 } }),
  },
  {
    route: 'PATCH /api/triggers/{id}',
    what: 'that it is off',
    given: async w => [`/api/triggers/${await w.newTrigger()}`, { enabled: false }],
    entry: entry('trigger', 'pause', { before: { enabled: true }, after: { enabled: false } }),
  },
  {
    route: 'POST /api/triggers/{id}/versions/{version}/restore',
    async given(w) {
      const path = `/api/triggers/${await w.newTrigger()}`
      await ask('PATCH', path, { fire_delay: 5 })
      return [`${path}/versions/1/restore`]
    },
    entry: entry('trigger', 'restore', { after: { version: 3 }, restored: 1 }),
  },
  {
    route: 'DELETE /api/triggers/{id}',
    given: async w => [`/api/triggers/${await w.newTrigger()}`],
    entry: entry('trigger', 'delete', { before: { version: 1 }, after: {} }),
  },
]

const pipeline = () => ({ name: fresh('pipeline'), handlers: ['log'] })
const newPipeline = (w: World) => w.made('/api/pipelines', pipeline())
const pipelines: Change[] = [
  {
    route: 'POST /api/pipelines',
    given: () => ['/api/pipelines', pipeline()],
    entry: entry('pipeline', 'create', { before: {}, after: { version: 1 } }),
  },
  {
    route: 'PATCH /api/pipelines/{id}',
    given: async w => [`/api/pipelines/${await newPipeline(w)}`, { handlers: [] }],
    entry: entry('pipeline', 'change', { before: { version: 1 }, after: { version: 2 } }),
  },
  {
    route: 'DELETE /api/pipelines/{id}',
    given: async w => [`/api/pipelines/${await newPipeline(w)}`],
    entry: entry('pipeline', 'delete', { before: { version: 1 }, after: {} }),
  },
  {
    route: 'POST /api/pipelines/{id}/try',
    given: async w => [
      `/api/pipelines/${await newPipeline(w)}/try`,
      { stream: (await failedStream(w)).id },
    ],
    entry: entry('pipeline', 'test'),
  },
  {
    route: 'POST /api/pipelines/try',
    given: async w => [
      '/api/pipelines/try',
      { stream: (await failedStream(w)).id, handlers: ['log'] },
    ],
    entry: entry('pipeline', 'test'),
  },
]

const failedStream = async (w: World) => {
  const trigger: number = await w.newTrigger()
  return { trigger: String(trigger), id: await newStream(w.pool, trigger, { state: 'error' }) }
}

const streams: Change[] = [
  {
    route: 'POST /api/streams/{id}/reset',
    given: async w => [`/api/streams/${(await failedStream(w)).id}/reset`],
    entry: entry('stream', 'reset'),
  },
  {
    route: 'DELETE /api/streams/{id}',
    given: async w => [`/api/streams/${(await failedStream(w)).id}`],
    entry: entry('stream', 'purge'),
  },
  {
    route: 'POST /api/streams/reset',
    given: async w => ['/api/streams/reset', { trigger: (await failedStream(w)).trigger }],
    entry: entry('stream', 'reset'),
  },
  {
    route: 'POST /api/streams/purge',
    given: async w => ['/api/streams/purge', { trigger: (await failedStream(w)).trigger }],
    entry: entry('stream', 'purge'),
  },
]

const people: Change[] = [
  {
    route: 'POST /api/users',
    given: w => ['/api/users', w.person()],
    entry: entry('person', 'create'),
  },
  {
    route: 'PATCH /api/users/{id}',
    given: async w => [`/api/users/${await w.newPerson()}`, { role: 'editor' }],
    entry: entry('person', 'change', { before: { role: 'viewer' }, after: { role: 'editor' } }),
  },
  {
    route: 'DELETE /api/users/{id}',
    given: async w => [`/api/users/${await w.newPerson()}`],
    entry: entry('person', 'delete'),
  },
  {
    route: 'POST /api/users/{id}/sign-out',
    async given(w) {
      const id = await w.newPerson()
      await w.pool.query(
        `insert into session (hash, expires_at, person_id)
         values (sha256($1), now() + interval '1 day', $2)`,
        [fresh('session'), id],
      )
      return [`/api/users/${id}/sign-out`]
    },
    entry: entry('person', 'sign-out', { sessions: 1 }),
  },
  {
    route: 'PATCH /api/users/settings',
    given: () => ['/api/users/settings', { defaultRole: 'editor' }],
    entry: entry('setting', 'change', { before: { role: 'viewer' }, after: { role: 'editor' } }),
  },
  {
    route: 'POST /api/groups',
    given: () => ['/api/groups', { name: fresh('group') }],
    entry: entry('group', 'create'),
  },
  {
    route: 'PATCH /api/groups/{name}',
    given: async w => [`/api/groups/${await w.newGroup()}`, { description: 'x' }],
    entry: entry('group', 'change', { before: { description: '' }, after: { description: 'x' } }),
  },
  {
    route: 'DELETE /api/groups/{name}',
    given: async w => [`/api/groups/${await w.newGroup()}`],
    entry: entry('group', 'delete'),
  },
  {
    route: 'POST /api/groups/{name}/members',
    given: async w => [`/api/groups/${await w.newGroup()}/members`, { id: await w.newPerson() }],
    entry: entry('group', 'add-member'),
  },
  {
    route: 'DELETE /api/groups/{name}/members/{id}',
    async given(w) {
      const members = `/api/groups/${await w.newGroup()}/members`
      const id = await w.newPerson()
      await ask('POST', members, { id })
      return [`${members}/${id}`]
    },
    entry: entry('group', 'remove-member'),
  },
  {
    route: 'POST /api/tokens',
    given: () => ['/api/tokens', { name: fresh('token'), role: 'viewer' }],
    entry: entry('token', 'create', { after: { role: 'viewer' } }),
  },
  {
    route: 'DELETE /api/tokens/{id}',
    given: async w => [`/api/tokens/${await w.newToken()}`],
    entry: entry('token', 'revoke'),
  },
]

/** Every request that changes something, and the reads that are noted. */
export const changes = [
  ...[...monitors, ...plugins, ...dashboards, ...charts, ...projects],
  ...[...errors, ...settings, ...definitions, ...triggers, ...pipelines, ...streams],
  ...people,
]

/** These ask with a body what they only read. */
export const READING = [
  'POST /api/charts/data',
  'POST /api/errors/reclassifications/preview',
  'POST /api/errors/{id}/split/preview',
  'POST /api/definitions/try',
  'POST /api/triggers/replay',
  'POST /api/triggers/{id}/replay',
]
