import { expect, test } from 'vitest'
import { UserError } from '#lib/failures.ts'
import { contentOf, yamlOf } from '#lib/streams/pipelines/content.ts'

const names = { alert: new Set(['ops']), monitor: new Set(['Shop is open']) }
const fieldsOf = async (written: Parameters<typeof contentOf>[0]) => {
  try {
    await contentOf(written, names)
  } catch (error) {
    if (error instanceof UserError) return error.fields
    throw error
  }
  throw new Error('it was taken')
}

const YAML = `# what is done when all came
report:
  - log
  - name: alert
    params: { state: OK, alerts: [ops] }
`

test('a text says the name and the handlers, and stays as it was written', async () => {
  expect(await contentOf({ yaml: YAML }, names)).toEqual({
    name: 'report',
    handlers: [
      { name: 'log', params: {} },
      { name: 'alert', params: { state: 'OK', alerts: ['ops'] } },
    ],
    source: YAML,
  })
})

test('handlers given one by one get a text that says the same', async () => {
  const handlers = ['log', { name: 'alert', params: { message: 'a\nb' } }]
  const made = await contentOf({ name: 'report', handlers }, names)
  expect(await contentOf({ yaml: made.source }, names)).toEqual(made)
  expect(made.source).toBe(yamlOf(made))
})

test('what is given again as it is keeps its text with the comments', async () => {
  const before = await contentOf({ yaml: YAML }, names)
  const { name, handlers } = before
  expect((await contentOf({ name, handlers }, names, before)).source).toBe(YAML)
  expect((await contentOf({ name: 'other' }, names, before)).source).not.toContain('#')
})

test.each([
  [
    'a kind that there is not',
    'a:\n  - lag\n',
    'a.0.name',
    /^line 2, column 5: must be one of log/,
  ],
  [
    'a setting that there is not',
    'a:\n  - name: log\n    params: { x: 1 }\n',
    'a.0.params.x',
    /^line 3, column 15: is not known here/,
  ],
  [
    'a wrong setting',
    'a:\n  - name: alert\n    params: { state: BAD }\n',
    'a.0.params.state',
    /^line 3, column 15: /,
  ],
  [
    'an alert that there is not',
    'a:\n  - name: alert\n    params: { alerts: [ops, oops] }\n',
    'a.0.params.alerts.1',
    /^line 3, column 29: there is no alert “oops”/,
  ],
  [
    'another key',
    'a:\n  - name: log\n    with: 1\n',
    'a.0.with',
    /^line 3, column 5: is not known here/,
  ],
  ['no list', 'a: log\n', 'a', /^line 1, column 1: must be a list, not a text/],
  ['two pipelines', 'a: []\nb: []\n', '', /must be one name with its handlers/],
  ['nothing', '', '', /must be/],
  [
    'a script that does not compile',
    'a:\n  - name: script\n    params:\n      script: return (\n',
    'a.0.params.script',
    /^line 4, column 7: line 1/,
  ],
  ['no YAML', 'a: [log\n', 'yaml', /^line /],
])('%s is refused where it stands', async (_, yaml, field, words) => {
  expect(await fieldsOf({ yaml })).toEqual({ [field]: expect.stringMatching(words) })
})

test('what a form gives is refused by its place in the list', async () => {
  const handlers = ['log', { name: 'alert', params: { alerts: ['oops'], stat: 'OK' } }, 3]
  expect(await fieldsOf({ name: 'a', handlers: handlers.slice(0, 2) })).toEqual({
    'handlers.1.params.stat': 'is not known here',
  })
  expect(await fieldsOf({ name: '', handlers })).toEqual({
    name: 'is missing',
    'handlers.2': 'must be an object, not a number',
  })
})

test('without names to look them up in, what is named is not looked for', async () => {
  const handlers = [{ name: 'alert', params: { alerts: ['oops'] } }]
  expect((await contentOf({ name: 'a', handlers }, null)).handlers).toEqual(handlers)
})
