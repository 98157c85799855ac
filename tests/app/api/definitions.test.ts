import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asking } from '#tests/app/api/asking.ts'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const instance = { event_type: 'compute.instance.*', traits: { id: { fields: 'payload.id' } } }
const YAML = `# exceptions stand behind
event_type: compute.instance.exists
traits:
  memory: { type: int, fields: payload.memory }
`

let projects = 0
/** A project of its own, so that places begin with 1. */
async function newProject(fields: object = {}): Promise<string> {
  const name = `cloud${++projects}`
  const { status } = await api('POST', '/api/projects', { name, ...fields })
  expect(status).toBe(201)
  return name
}
async function made(body: object): Promise<string> {
  const answer = await api('POST', '/api/definitions', body)
  expect([answer.status, answer.body.error]).toEqual([201, undefined])
  return `/api/definitions/${answer.body.id}`
}
async function order(project: string): Promise<string[]> {
  const { body } = await api('GET', `/api/definitions?project=${project}`)
  return body.items.map(
    (one: { position: number; event_type: string[] }) => `${one.position} ${one.event_type}`,
  )
}
async function named(project: string, ...types: string[]): Promise<string[]> {
  const paths: string[] = []
  for (const event_type of types) paths.push(await made({ ...instance, event_type, project }))
  return paths
}

test('a definition is made, read, found, changed and deleted', async () => {
  const project = await newProject()
  const at = await made({ yaml: YAML, project })
  expect((await api('GET', at)).body).toMatchObject({
    ...{ project, position: 1, version: 1, yaml: YAML, event_type: ['compute.instance.exists'] },
    traits: { memory: { type: 'int', fields: ['payload.memory'] } },
  })
  const changed = await api('PATCH', at, { event_type: ['a', '!b'], version: 1 })
  expect(changed.body).toMatchObject({ event_type: ['a', '!b'], version: 2 })
  expect(changed.body.yaml).toBe(
    'event_type:\n  - a\n  - "!b"\ntraits:\n  memory:\n    type: int\n    fields: payload.memory\n',
  )
  expect((await api('PATCH', at, { event_type: 'c', version: 1 })).body.error).toMatchObject({
    ...{ code: 'conflict', fields: { version: 'is 2 by now' } },
  })
  expect((await api('GET', '/api/definitions?q=PAYLOAD.memory')).body.items).toHaveLength(1)
  expect((await api('DELETE', at)).status).toBe(204)
  expect((await api('GET', at)).status).toBe(404)
})

test('they have an order, in which they are listed, moved and counted on', async () => {
  const project = await newProject()
  const [a = '', b = '', c = ''] = await named(project, 'a', 'b', 'c')
  expect(await order(project)).toEqual(['1 a', '2 b', '3 c'])
  await api('PATCH', c, { position: 1 })
  expect(await order(project)).toEqual(['1 c', '2 a', '3 b'])
  await api('PATCH', c, { position: 99 })
  expect(await order(project)).toEqual(['1 a', '2 b', '3 c'])
  await api('DELETE', a)
  expect(await order(project)).toEqual(['1 b', '2 c'])
  await made({ ...instance, event_type: 'first', project, position: 1 })
  expect(await order(project)).toEqual(['1 first', '2 b', '3 c'])
  expect((await api('GET', b)).body).toMatchObject({ position: 2, version: 1 })

  const page = await api('GET', `/api/definitions?project=${project}&limit=2`)
  const rest = await api('GET', `/api/definitions?project=${project}&cursor=${page.body.next}`)
  expect(rest.body).toMatchObject({ items: [{ event_type: ['c'] }], next: null })
})

test('a file becomes the definitions of a project; those that are the same stay', async () => {
  const project = await newProject()
  const [a = ''] = await named(project, 'a', 'b')
  const yaml = `# of the file
- event_type: new
  traits: &all
    id: { fields: payload.id } # which one
- event_type: a
  traits: *all
- event_type: merged
  traits:
    <<: *all
    size: { type: int, fields: payload.size }
`
  expect((await api('PUT', '/api/definitions', { project, yaml })).status).toBe(204)
  expect(await order(project)).toEqual(['1 new', '2 a', '3 merged'])
  expect((await api('GET', a)).body).toMatchObject({ position: 2, version: 1 })
  const { items } = (await api('GET', `/api/definitions?project=${project}`)).body
  expect(items[0].yaml).toContain('# which one')
  expect(items[2].traits).toMatchObject({ id: { type: 'text' }, size: { type: 'int' } })

  expect((await api('PUT', '/api/definitions', { project, yaml })).status).toBe(204)
  expect(await order(project)).toEqual(['1 new', '2 a', '3 merged'])
})

test('what was changed, moved and deleted is taken back', async () => {
  const project = await newProject()
  const [a = '', b = ''] = await named(project, 'a', 'b')
  const undoLast = async () => {
    const { items } = (await api('GET', '/api/audit?subject=definition&limit=1')).body
    expect((await api('POST', `/api/audit/${items[0].id}/undo`)).status).toBe(200)
  }
  const { yaml } = (await api('GET', a)).body
  await api('PATCH', a, { yaml: YAML })
  await undoLast()
  expect((await api('GET', a)).body).toMatchObject({ yaml, version: 3, event_type: ['a'] })

  await api('PATCH', b, { position: 1 })
  await undoLast()
  expect(await order(project)).toEqual(['1 a', '2 b'])

  await api('DELETE', a)
  await undoLast()
  expect(await order(project)).toEqual(['1 a', '2 b'])
  expect((await api('GET', a)).body).toMatchObject({ yaml, version: 3 })
})

test('what was deleted does not come back without its project', async () => {
  const { id } = (await api('POST', '/api/projects', { name: 'gone' })).body
  await api('DELETE', await made({ ...instance, project: id }))
  const { items } = (await api('GET', '/api/audit?subject=definition&limit=1')).body
  expect((await api('DELETE', `/api/projects/${id}`)).status).toBe(204)
  expect((await api('POST', `/api/audit/${items[0].id}/undo`)).body.error).toMatchObject({
    ...{ code: 'conflict', message: 'This cannot be undone: its project was deleted.' },
  })
})

describe('what is wrong is refused', () => {
  test.each([
    ['no types', { traits: {} }, 'event_type'],
    ['no traits', { event_type: 'a' }, 'traits'],
    ['an unknown key', { ...instance, load: 1 }, 'load'],
    [
      'an unknown type',
      { event_type: 'a', traits: { x: { fields: 'a', type: 'numeric' } } },
      'traits.x.type',
    ],
    ['no path', { event_type: 'a', traits: { x: { fields: 'a[' } } }, 'traits.x.fields.0'],
    [
      'an unknown plugin',
      { event_type: 'a', traits: { x: { fields: 'a', plugin: 'exec' } } },
      'traits.x.plugin.name',
    ],
    [
      'a bad setting of a plugin',
      {
        event_type: 'a',
        traits: { x: { fields: 'a', plugin: { name: 'split', parameters: { segment: 'b' } } } },
      },
      'traits.x.plugin.parameters.segment',
    ],
    ['YAML beside it', { ...instance, yaml: YAML }, 'yaml'],
  ])('%s', async (_, body, field) => {
    const { status, body: answer } = await api('POST', '/api/definitions', body)
    expect([status, Object.keys(answer.error.fields ?? {})]).toEqual([400, [field]])
  })

  test('in YAML with line and column', async () => {
    const yaml = YAML.replace('int', 'numeric')
    const { body } = await api('POST', '/api/definitions', { yaml })
    expect(body.error.fields).toEqual({
      'traits.memory.type': 'line 4, column 13: is none of text, int, float, datetime',
    })
  })

  test('two definitions where one is to be', async () => {
    const yaml = '- event_type: a\n  traits: {}\n- event_type: b\n  traits: {}\n'
    const { body } = await api('POST', '/api/definitions', { yaml })
    expect(body.error.fields).toEqual({ yaml: 'must be one definition' })
  })

  test('a project that is not there', async () => {
    expect((await api('POST', '/api/definitions', { ...instance, project: 'x' })).status).toBe(404)
  })
})

describe('a notification is tried', () => {
  const notification = {
    ...{ event_type: 'compute.instance.exists', message_id: 'm', timestamp: '2026-01-31 12:00' },
    payload: { id: 'i', memory: '12' },
  }
  const tried = async (body: object) =>
    (await api('POST', '/api/definitions/try', { notification, ...body })).body

  test('on the saved definitions', async () => {
    const project = await newProject()
    await named(project, 'compute.*')
    expect(await tried({ project })).toMatchObject({
      event: { message_id: 'm', timestamp: '2026-01-31T12:00:00.000000Z', traits: { id: 'i' } },
      ...{ dropped: null, reason: null, definition: { position: 1, event_type: ['compute.*'] } },
    })
  })

  test('on a draft, as the last one or in the place of a saved one', async () => {
    const project = await newProject()
    const [, at = ''] = await named(project, 'compute.instance.exists', 'other')
    expect(await tried({ project, yaml: YAML })).toMatchObject({
      event: { traits: { memory: 12 } },
      definition: { id: null, position: 3 },
      traits: expect.arrayContaining([
        { trait: 'memory', type: 'int', paths: ['payload.memory'], value: 12, problem: null },
      ]),
    })
    const id = Number(at.split('/').at(-1))
    expect((await tried({ project, yaml: YAML, id })).definition).toMatchObject({ position: 2 })
    expect((await api('GET', `/api/definitions?project=${project}`)).body.items).toHaveLength(2)
  })

  test('and it is said why it is dropped', async () => {
    const project = await newProject()
    expect(await tried({ project })).toMatchObject({ event: null, dropped: 'no_definition' })
    expect(await tried({ project, catch_all: true })).toMatchObject({ dropped: 'no_traits' })
    const wrong = { ...notification, payload: { memory: 'much' } }
    expect(await tried({ project, yaml: YAML, notification: wrong })).toMatchObject({
      ...{ event: null, dropped: 'invalid' },
      traits: expect.arrayContaining([
        expect.objectContaining({ trait: 'memory', problem: '"much" is no whole number' }),
      ]),
    })
    expect(await tried({ project, notification: 'text' })).toMatchObject({
      ...{ dropped: 'invalid', reason: 'The notification is not valid: must be an object.' },
    })
  })
})

test('definitions of a project that is limited to a group are not there for others', async () => {
  await api('POST', '/api/groups', { name: 'night' })
  const project = await newProject({ groups: ['night'] })
  const at = await made({ ...instance, project })
  const { body } = await api('POST', '/api/tokens', { name: 'outsider', role: 'editor' })
  const outsider = asking({ authorization: `Bearer ${body.token}` })
  const answers = [
    await outsider('GET', at),
    await outsider('PATCH', at, { position: 1 }),
    await outsider('DELETE', at),
    await outsider('POST', '/api/definitions', { ...instance, project }),
    await outsider('PUT', '/api/definitions', { project, yaml: '[]' }),
    await outsider('POST', '/api/definitions/try', { project, notification: {} }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404])
  const { items } = (await outsider('GET', '/api/definitions')).body
  expect(items.filter((one: { project: string }) => one.project === project)).toEqual([])
})
