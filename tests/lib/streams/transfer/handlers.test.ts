import { expect, test } from 'vitest'
import { mappedStep } from '#lib/streams/transfer/handlers.ts'

const classes = {
  out: 'winchester.pipeline_handler:AtomPubHandler',
  log: 'our.module:Special',
  check: 'winchester.pipeline_handler:UsageHandler',
}
const url = 'https://example.com/'

test.each([
  ['the usual name of a class', 'logger', ['log']],
  [
    'a handler of Belfry',
    { name: 'metric', params: { name: 'x' } },
    [{ name: 'metric', params: { name: 'x' } }],
  ],
  ['a name that nobody knows', 'mystery', ['mystery']],
  ['what is no step', 7, [7]],
  ['AtomPub', { name: 'out', params: { url } }, [{ name: 'webhook', params: { url } }]],
])('%s', (_, written, steps) => {
  expect(mappedStep(written, true, classes)).toMatchObject({ steps })
})

test.each([
  ['a class of their own, whatever its name', 'log', /class of your own \(Special\)/],
  ['usage records', 'check', /OpenStack/],
  ['RabbitMQ', 'notabene', /RabbitMQ/],
  ['credentials', { name: 'out', params: { url, auth_user: 'u' } }, /alert of the kind webhook/],
])('%s are refused with what to do', (_, written, problem) => {
  expect(mappedStep(written, true, classes)).toEqual({ problem: expect.stringMatching(problem) })
})

test('types that AtomPub sends are a filter, which may only stand at the end', () => {
  const written = { name: 'out', params: { url, event_types: ['a.*'] } }
  expect(mappedStep(written, true, classes)).toMatchObject({
    steps: [{ name: 'filter', params: { where: 'type:a.*' } }, { name: 'webhook' }],
  })
  expect(mappedStep(written, false, classes)).toEqual({
    problem: expect.stringContaining('steps after it'),
  })
})
