import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Exception } from '#lib/errors/event.ts'
import { exceptionsOf } from '#lib/intake/stack.ts'

/** `type: message` of each, and its calls as `module.function file:line`, those of libraries in brackets. */
const inWords = (exceptions: Exception[]) =>
  exceptions.map(({ type, message, frames }) => [
    `${type}: ${message}`,
    ...frames.map(({ module, function: name, file, line, inApp }) => {
      const call = `${[module, name].filter(Boolean).join('.')} ${file}:${line}`
      return inApp ? call : `(${call})`
    }),
  ])

test('JavaScript', () => {
  const stack = [
    "TypeError: Cannot read properties of undefined (reading 'id')",
    '    at place (/srv/shop/orders.js:12:7)',
    '    at async Object.handle [as run] (file:///srv/shop/node_modules/web/index.js:3:1)',
    '    at new Order (/srv/shop/order.js:1:2)',
    '    at /srv/shop/main.js:9:3',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:104:5) {',
    '  [cause]: RangeError: too far',
    '      at far (C:\\shop\\far.js:4:4)',
    '}',
  ].join('\n')
  expect(inWords(exceptionsOf(stack))).toEqual([
    [
      "TypeError: Cannot read properties of undefined (reading 'id')",
      'place /srv/shop/orders.js:12',
      '(Object.handle file:///srv/shop/node_modules/web/index.js:3)',
      'Order /srv/shop/order.js:1',
      ' /srv/shop/main.js:9',
      '(process.processTicksAndRejections node:internal/process/task_queues:104)',
    ],
    ['RangeError: too far', 'far C:\\shop\\far.js:4'],
  ])
})

test('Python, the exception that was thrown last first', () => {
  const stack = `Traceback (most recent call last):
  File "/srv/shop/disk.py", line 3, in read
    raise OSError("disk")
OSError: disk

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/srv/shop/main.py", line 10, in <module>
    run()
  File "/usr/lib/python3.11/asyncio/base.py", line 7, in run
    raise shop.OrderError('not placed') from error
shop.OrderError: not placed`
  expect(inWords(exceptionsOf(stack))).toEqual([
    [
      'shop.OrderError: not placed',
      '(run /usr/lib/python3.11/asyncio/base.py:7)',
      '<module> /srv/shop/main.py:10',
    ],
    ['OSError: disk', 'read /srv/shop/disk.py:3'],
  ])
})

test('Java, with its causes', () => {
  const stack = `java.lang.IllegalStateException: not placed
\tat com.shop.Orders.place(Orders.java:10)
\tat java.base/java.lang.Thread.run(Thread.java:829)
Caused by: java.io.IOException: disk
\tat com.shop.Disk$Inner.<init>(Disk.java:1)
\tat com.shop.Disk.read(Native Method)
\t... 2 more`
  expect(inWords(exceptionsOf(stack))).toEqual([
    [
      'java.lang.IllegalStateException: not placed',
      'com.shop.Orders.place Orders.java:10',
      '(java.lang.Thread.run Thread.java:829)',
    ],
    [
      'java.io.IOException: disk',
      'com.shop.Disk$Inner.<init> Disk.java:1',
      'com.shop.Disk.read Native Method:undefined',
    ],
  ])
})

test.each(['', 'no stack at all', 'goroutine 1 [running]:\nmain.main()\n\t/srv/main.go:5 +0x1d'])(
  'of an unknown form there are none: %.10s',
  text => {
    expect(exceptionsOf(text)).toEqual([])
  },
)

test('a recursion without end is cut', () => {
  const stack = `RangeError: deep\n${'    at f (/a.js:1:1)\n'.repeat(50_000)}`
  expect(exceptionsOf(stack)[0]?.frames).toHaveLength(100)
})

test('whatever comes, it is read without an error', () => {
  const part = fc.constantFrom(
    'at ',
    '(',
    ')',
    ':1',
    '\n',
    'File "',
    '", line 3, in ',
    'Caused by: ',
  )
  const text = fc
    .array(fc.oneof(part, fc.string({ unit: 'binary' })), { maxLength: 200 })
    .map(parts => parts.join(''))
  fc.assert(
    fc.property(text, stack => {
      for (const { frames } of exceptionsOf(stack)) expect(frames.length).toBeGreaterThan(0)
    }),
  )
})
