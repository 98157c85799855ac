import fc from 'fast-check'
import { createTask } from 'node-cron'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { keptIn } from '#lib/monitors/planned-times.ts'
import { dueBetween, nextTimes, scheduleProblem, timeBefore } from '#lib/monitors/schedule.ts'
import { scheduleInWords } from '#lib/monitors/schedule-words.ts'
import { timezoneProblem } from '#lib/timezone.ts'

afterEach(() => void vi.useRealTimers())

const iso = (dates: Date[]) => dates.map(date => date.toISOString().replace('.000Z', 'Z'))

describe('what is accepted', () => {
  test.each([
    '* * * * *',
    '*/10 * * * * *',
    '0 9-17/2 * jan,mar mon-fri',
    '0 0 L * *',
    '0 0 15W * *',
    '0 0 LW * *',
    '0 0 L-3 * *',
    '0 0 * * 5#2',
    '0 0 * * 5L',
    '0 22-2 * * *',
    '0 0 ? * 7',
    '@hourly',
    '@DAILY',
    '0 0 29 2 1',
  ])('%s', expression => expect(scheduleProblem(expression)).toBeNull())

  test.each([
    ['', 'is missing'],
    ['* * *', 'needs 5 fields (or 6, with seconds), has 3'],
    ['61 * * * *', '“61” is not valid for minutes (0–59)'],
    ['0 24 * * *', '“24” is not valid for hours (0–23)'],
    ['* * * * mox', '“mox” is not valid for days of the week (0–7, sun–sat, #, L)'],
    ['61 25 * * *', '“61” is not valid for minutes (0–59); “25” is not valid for hours (0–23)'],
    ['@reboot', '@reboot is not one of @hourly'],
    ['0 0 31 2 *', '31 is no day of the given months'],
    ['0 0 31W 2,4 *', 'names a day that never comes'],
    ['0-99999999999 * * * *', 'has a number of more than two digits'],
    ['* * * * *; drop', 'has characters that no cron expression has'],
    [`${'1,'.repeat(200)}1 * * * *`, 'is longer than 200 characters'],
  ])('%s is refused: %s', (expression, problem) => {
    expect(scheduleProblem(expression)).toContain(problem)
  })

  test('a time zone has to be one', () => {
    expect(timezoneProblem('Europe/Berlin')).toBeNull()
    expect(timezoneProblem('Mars/Olympus')).toBe('is not a time zone: Mars/Olympus')
  })
})

describe('the next times', () => {
  const field = (most: number, least = 0) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: least, max: most }).map(String),
      fc
        .uniqueArray(fc.integer({ min: least, max: most }), { minLength: 1, maxLength: 4 })
        .map(String),
      fc.integer({ min: 2, max: 20 }).map(step => `*/${step}`),
    )
  const expressions = fc
    .tuple(
      field(59),
      field(59),
      field(23),
      // Rare days make node-cron walk for years; one field that names them is enough.
      fc.constantFrom(
        ...[
          '* * *',
          '25-31 * *',
          'L * *',
          '15W * *',
          'L-2 * *',
          '* 3,4,10,11 *',
          '* * 0',
          '* * mon-fri',
          '* * 5#2',
          '* * 1L',
        ],
      ),
    )
    .map(fields => fields.join(' '))
  const zones = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'Atlantic/Azores',
    'Pacific/Chatham',
  )
  // Most zones here change their clocks in these weeks.
  const moments = fc.oneof(
    fc.date({ min: new Date('2026-03-01'), max: new Date('2026-05-01'), noInvalidDate: true }),
    fc.date({ min: new Date('2026-10-20'), max: new Date('2026-11-05'), noInvalidDate: true }),
  )

  test('are those of node-cron, over the changes of the clocks too', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    fc.assert(
      fc.property(expressions, zones, moments, (expression, zone, moment) => {
        const after = new Date(Math.floor(moment.getTime() / 1000) * 1000)
        vi.setSystemTime(after)
        const task = createTask(expression, () => {}, { timezone: keptIn(expression, zone) })
        task.destroy()
        expect(iso(nextTimes(expression, zone, after, 4))).toEqual(iso(task.getNextRuns(4)))
      }),
      { numRuns: 300 },
    )
  })

  test('leave out a time that the clocks jump over in spring', () => {
    expect(iso(nextTimes('30 2 * * *', 'Europe/Berlin', new Date('2026-03-28T12:00Z'), 2))).toEqual(
      ['2026-03-30T00:30:00Z', '2026-03-31T00:30:00Z'],
    )
  })

  test.each([
    [
      'Europe/Berlin',
      '30 2 * * *',
      '2026-10-24T12:00Z',
      ['2026-10-25T01:30:00Z', '2026-10-26T01:30:00Z'],
    ],
    [
      'America/New_York',
      '30 1 * * *',
      '2026-10-31T12:00Z',
      ['2026-11-01T05:30:00Z', '2026-11-02T06:30:00Z'],
    ],
  ])('name a time that comes twice in autumn once (%s)', (zone, expression, after, expected) => {
    expect(iso(nextTimes(expression, zone, new Date(after), 2))).toEqual(expected)
  })

  test('go on through the repeated hour when no hour is named', () => {
    const due = dueBetween(
      '* * * * *',
      'Europe/Berlin',
      new Date('2026-10-24T23:30:00Z'),
      new Date('2026-10-25T02:30:00Z'),
    )
    expect(due?.count).toBe(180)
  })

  test('keep the minutes of a zone that is off by half an hour', () => {
    expect(iso(nextTimes('0 * * * *', 'Asia/Kolkata', new Date('2026-01-01T00:00Z'), 1))).toEqual([
      '2026-01-01T00:30:00Z',
    ])
  })
})

test.each([
  ['* * * * * *', '2026-03-01T12:00:00Z', '2026-03-01T11:59:59.000Z'],
  ['*/10 * * * *', '2026-03-01T12:05:00Z', '2026-03-01T12:00:00.000Z'],
  ['0 0 29 2 *', '2028-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
])('the time of %s before %s', (expression, moment, before) => {
  expect(timeBefore(expression, 'UTC', new Date(moment))?.toISOString()).toBe(before)
})

describe('what was due in a stretch', () => {
  const at = (text: string) => new Date(text)

  test('excludes its beginning and includes its end', () => {
    expect(
      dueBetween('* * * * *', 'UTC', at('2026-01-01T00:00Z'), at('2026-01-01T00:03Z')),
    ).toEqual({
      count: 3,
      first: at('2026-01-01T00:01Z'),
      beforeLast: at('2026-01-01T00:02Z'),
      last: at('2026-01-01T00:03Z'),
    })
  })

  test('is null when nothing was', () => {
    expect(
      dueBetween('0 0 * * *', 'UTC', at('2026-01-01T00:00Z'), at('2026-01-01T23:59Z')),
    ).toBeNull()
    expect(dueBetween('* * * * *', 'UTC', at('2026-01-02'), at('2026-01-01'))).toBeNull()
  })

  test('has one time alone without one before it', () => {
    const due = dueBetween('@hourly', 'UTC', at('2026-01-01T00:00Z'), at('2026-01-01T01:59Z'))
    expect(due).toMatchObject({ count: 1, beforeLast: null })
  })

  test('agrees with the list of the times one by one', () => {
    const from = at('2026-10-20T00:00Z')
    const to = at('2026-10-30T00:00Z')
    const all = nextTimes('7,40 1-3 * * *', 'Europe/Berlin', from, 1000).filter(time => time <= to)
    expect(dueBetween('7,40 1-3 * * *', 'Europe/Berlin', from, to)).toEqual({
      count: all.length,
      first: all[0],
      beforeLast: all.at(-2),
      last: all.at(-1),
    })
  })
})

test.each([
  ['*/5 * * * *', 'Every 5 minutes'],
  ['@daily', 'At 00:00 (Europe/Berlin)'],
  ['0 0 13 * 5', 'At 00:00, on day 13 of the month, only on Friday (Europe/Berlin)'],
  ['0 0 * * 5#2', 'At 00:00, on the second Friday of the month (Europe/Berlin)'],
  ['half typed', 'half typed'],
])('%s in words: %s', (expression, words) => {
  expect(scheduleInWords(expression, 'Europe/Berlin')).toBe(words)
})
