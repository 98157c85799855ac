import { expect, test } from 'vitest'
import { heartbeat } from '#alerts/heartbeat.ts'
import { answering, only, transition } from '#tests/alerts/fakes.ts'

const url = 'https://hc-ping.com/0190a3a4'

test('a run that is OK calls the address and says nothing else', async () => {
  const { asked, context } = answering(200)
  expect(await heartbeat.send({ url }, transition({ from: 'OK', to: 'OK' }), context)).toEqual({
    status: '200',
  })
  const { url: called, method, body } = only(asked)
  expect({ called, method, body }).toEqual({ called: url, method: 'GET', body: '' })
})

test.each(['ALARM', 'ERROR', 'INACTIVE'] as const)('%s is told by silence', async to => {
  const { asked, context } = answering(200)
  await heartbeat.send({ url }, transition({ from: 'OK', to }), context)
  expect(asked).toEqual([])
})

test('the test button calls, whatever the sample says', async () => {
  const { asked, context } = answering(200)
  await heartbeat.send({ url }, transition({ to: 'ALARM', test: true }), context)
  expect(asked).toHaveLength(1)
})
