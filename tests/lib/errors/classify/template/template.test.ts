import { expect, test } from 'vitest'
import { readShape } from '#lib/errors/classify/template/read.ts'
import { templateText } from '#lib/errors/classify/template/shown.ts'
import { groupsOf } from '#tests/lib/errors/classify/events.ts'

test.each([
  ['numbers', 'took 15 of -3.5 tries', 'took <*> of <*> tries'],
  ['addresses with and without a port', 'from 10.1.2.3:8080 to 10.9.8.7', 'from <*> to <*>'],
  ['IPv6 addresses', 'from fe80::1%eth0 to 2001:db8:0:0:0:0:0:1', 'from <*> to <*>'],
  ['MAC addresses', 'link ab:cd:ef:ab:cd:ef is up', 'link <*> is up'],
  ['a host with its port', 'cannot reach db.example.com:5432 now', 'cannot reach <*> now'],
  ['URLs', 'GET https://example.com/a?b=c failed', 'GET <*> failed'],
  ['paths of two parts', 'cannot open /etc/shop.conf here', 'cannot open <*> here'],
  ['but not a single part', 'usage: /help for more', 'usage: /help for more'],
  ['Windows paths', 'cannot open C:\\shop\\log.txt here', 'cannot open <*> here'],
  ['UUIDs', 'job c0ffee00-1111-4222-8333-abcdefabcdef is lost', 'job <*> is lost'],
  ['hexadecimal', 'at 0x7ffd and deadbeef1 now', 'at <*> and <*> now'],
  ['words like facade', 'the facade of added decades', 'the facade of added decades'],
  ['what is assigned', 'user=alice mode="fast" tries = many', 'user=<*> mode="<*>" tries = <*>'],
  ['truth and nothing', 'cached true, found null', 'cached <*>, found <*>'],
  ['mail addresses', 'bounced by postmaster@example.com today', 'bounced by <*> today'],
])('variables are %s', (_, message, template) => {
  const { words } = readShape(message)
  expect(templateText(words).replaceAll(/<\*>(?:[-:, ]*<\*>)+/g, '<*>')).toBe(template)
})

test('a word with a digit stays until there is another one', () => {
  expect(Object.keys(groupsOf(['mounted sda1 now', 'mounted sda1 now']))).toEqual([
    'mounted sda1 now',
  ])
  expect(Object.keys(groupsOf(['mounted sda1 now', 'mounted sdb2 now']))).toEqual([
    'mounted <*> now',
  ])
})

test('a list is one value, however long it is', () => {
  expect(
    Object.keys(groupsOf(['lost blocks 1, 2, 3', 'lost blocks 4', 'lost blocks 7 8'])),
  ).toEqual(['lost blocks <*>'])
})

test('a quantity is one value, whatever its unit', () => {
  const groups = groupsOf(['wrote 10 KB (3) of all', 'wrote 2.5 MB of all', 'wrote 7 of all'])
  expect(Object.keys(groups)).toEqual(['wrote <*> of all'])
})

test('blanks around and between words don’t matter', () => {
  expect(Object.keys(groupsOf(['disk  is\tfull', ' disk is full ']))).toEqual(['disk is full'])
})

test.each([
  ['dates', 'lease ends at Fri Jun 17 07:07:00 2005', 'lease ends at Mon July  3 17:00:59 2006'],
  [
    'a name in brackets after an address',
    'hello from 10.0.0.1 (a.example.com)',
    'hello from 10.0.0.2 ()',
  ],
  ['hidden numbers of a list', 'speeds ( 3552 3534 3375 )', 'speeds ( 3552 **** 3375 )'],
  ['for whom and from where', 'no login for root from 10.0.0.1', 'no login for git from 10.0.0.2'],
])('%s are variable', (_, one, other) => {
  expect(Object.keys(groupsOf([one, other]))).toHaveLength(1)
})

test.each([
  ['a name before a number is no host', 'index:5 is lost', 'count:5 is lost'],
  ['a drawn line joins no words', 'parity error......0', 'cache miss......0'],
  ['what has no value does not make the next name one', 'logname= uid=0', 'logname= gid=0'],
])('%s', (_, one, other) => {
  expect(Object.keys(groupsOf([one, other]))).toHaveLength(2)
})

test('words that differ are different templates', () => {
  expect(Object.keys(groupsOf(['connection refused', 'connection reset']))).toHaveLength(2)
})

test('names differ within one template where the rest is the same', () => {
  const groups = groupsOf([
    'service [worker] has stopped for good',
    'service [mailer] has stopped for good',
    'cannot resolve db.example.com from the shop at night',
    'cannot resolve mail.example.net from the shop at night',
    'Failed password for invalid user admin from 10.0.0.1',
    'Failed password for invalid user oracle from 10.0.0.2',
  ])
  expect(Object.keys(groups)).toEqual([
    'service [<*>] has stopped for good',
    'cannot resolve <*> from the shop at night',
    'Failed password for invalid user <*> from <*>',
  ])
})

test('a Python traceback is known by its last line too', () => {
  const traceback = (error: string, line: number) =>
    `Traceback (most recent call last):\n  File "shop.py", line ${line}, in get\n    load()\n${error}`
  const groups = groupsOf([
    traceback('KeyError: id', 10),
    traceback('KeyError: id', 12),
    traceback('OSError: [Errno 28] No space left', 12),
  ])
  expect(Object.values(groups).map(messages => messages.length)).toEqual([2, 1])
})

test('a Java stack trace is known by its error and its cause, not by its calls', () => {
  const trace = (call: string) =>
    `java.lang.IllegalStateException: closed\n\tat ${call}\nCaused by: java.io.IOException: broken pipe`
  expect(Object.keys(groupsOf([trace('a.B.c(B.java:1)'), trace('d.E.f(E.java:2)')]))).toHaveLength(
    1,
  )
})

test('JSON over several lines is known by what is in it', () => {
  const groups = groupsOf(['{\n  "error": "full"\n}', '{\n  "error": "gone"\n}'])
  expect(Object.keys(groups)).toHaveLength(2)
})

test('a message as long as a book is known by its beginning', () => {
  const long = (end: string) => `the book begins ${'word '.repeat(1_000)}${end}`
  expect(Object.keys(groupsOf([long('here'), long('there')]))).toHaveLength(1)
})
