import { expect, test } from 'vitest'
import { channelOf, readChannel } from '#lib/intake/gottwall/channels.ts'

test('what a channel is made of is read from it again', () => {
  const named = { project: 'shop', publicKey: 'pub+/=', privateKey: 'pri.vate_-' }
  expect(readChannel(channelOf(named))).toEqual(named)
})

test.each([
  'gottwall',
  'gottwall:shop:public',
  'gottwall:shop:public:',
  'gottwall::public:private',
  'gottwall:shop:public:private:more',
  'other:shop:public:private',
])('%s is no channel of a client', channel => {
  expect(readChannel(channel)).toBeNull()
})
