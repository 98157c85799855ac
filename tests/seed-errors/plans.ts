/** One signature to be seeded: what it is, and how often it came. */
export interface Plan {
  template: string
  messages: string[]
  name: string
  origin: string
  project: string
  programs: string[]
  hosts: string[]
  releases: string[]
  level: number
  state: 'open' | 'resolved' | 'muted'
  regressed: boolean
  mutedAbove: { count: number; slice: string } | null
  /** how many minutes ago it came first and last */
  firstMinutes: number
  lastMinutes: number
  /** about so many a minute */
  rate: number
  shape: 'flat' | 'rising' | 'burst'
  /** thrown, with these frames below it */
  exception?: string
}

const DAY = 24 * 60

function plan(template: string, messages: string[], rest: Partial<Plan>): Plan {
  return {
    template,
    messages,
    name: '',
    origin: 'template',
    project: 'default',
    programs: [],
    hosts: [],
    releases: [],
    level: 3,
    state: 'open',
    regressed: false,
    mutedAbove: null,
    firstMinutes: DAY,
    lastMinutes: 0,
    rate: 1,
    shape: 'flat',
    ...rest,
  }
}

const hosts = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${name}-${i + 1}`)

const DRAWN: Plan[] = [
  plan(
    'payment <*> declined by gateway <*>: <*>',
    [
      'payment 81273 declined by gateway stripe: insufficient funds',
      'payment 81274 declined by gateway stripe: card expired',
      'payment 81301 declined by gateway adyen: do not honour',
    ],
    {
      project: 'shop',
      programs: ['checkout'],
      hosts: hosts('web', 6),
      releases: ['checkout@2.4.0', 'checkout@2.3.9'],
      regressed: true,
      firstMinutes: 3 * DAY,
      rate: 20,
      shape: 'rising',
    },
  ),
  plan(
    'timeout after <*> ms reading from <*>:<*>',
    [
      'timeout after 5000 ms reading from 10.2.0.11:5432',
      'timeout after 3000 ms reading from 10.2.0.12:5432',
    ],
    {
      programs: ['orders', 'api'],
      hosts: hosts('db', 2),
      level: 2,
      firstMinutes: 150 * DAY,
      rate: 12,
    },
  ),
  plan(
    "TypeError: Cannot read properties of undefined (reading '<*>')",
    [
      "TypeError: Cannot read properties of undefined (reading 'total')",
      "TypeError: Cannot read properties of undefined (reading 'items')",
    ],
    {
      origin: 'exception',
      exception: 'TypeError',
      project: 'shop',
      programs: ['web'],
      hosts: hosts('web', 9),
      releases: ['web@1.18.2', 'web@1.18.1'],
      firstMinutes: 11 * DAY,
      rate: 8,
    },
  ),
  plan('disk <*> failed self-test (<*>)', ['disk /dev/sdc failed self-test (read failure)'], {
    programs: ['smartd'],
    hosts: ['store-4'],
    level: 1,
    firstMinutes: 37,
    lastMinutes: 21,
    rate: 5,
    shape: 'burst',
  }),
  plan(
    'connection reset by peer <*>',
    ['connection reset by peer 192.0.2.41', 'connection reset by peer 198.51.100.7'],
    { programs: ['nginx'], hosts: hosts('lb', 2), firstMinutes: 240 * DAY, rate: 4 },
  ),
  plan('job <*> gave up after <*> attempts', ['job mail.receipt gave up after 25 attempts'], {
    name: 'Jobs that gave up',
    programs: ['jobs'],
    hosts: ['job-2'],
    firstMinutes: 28 * DAY,
    rate: 0.9,
  }),
  plan(
    'invalid token for user <*>',
    ['invalid token for user 4711', 'invalid token for user 4712'],
    {
      programs: ['auth'],
      hosts: ['auth-1'],
      level: 4,
      state: 'muted',
      mutedAbove: { count: 500, slice: 'hour' },
      firstMinutes: 180 * DAY,
      rate: 0.8,
    },
  ),
  plan('replica <*> is <*> s behind', ['replica orders-2 is 38 s behind'], {
    programs: ['postgres'],
    hosts: hosts('db', 2),
    state: 'resolved',
    firstMinutes: 40 * DAY,
    lastMinutes: 95,
    rate: 0.6,
  }),
]

/** What senders also send: long, from right to left, with pictures, controls and markup in it. */
const ODD: Plan[] = [
  ['<script>alert(1)</script> <b>bold</b> &amp; <*>', 'evil'],
  [`${'a word and another '.repeat(55)}<*>`, 'long'],
  ['unbroken'.repeat(125), 'wide'],
  ['فشل الاتصال بقاعدة البيانات <*>', 'rtl'],
  ['🔥🔥 the queue 👩‍👩‍👧‍👦 is full: <*>', 'emoji'],
  ['bell \u0007 and escape \u001b[31mred\u001b[0m and \u202egnp.exe <*>', 'control'],
].map(([template = '', program = '']) =>
  plan(template, [template.replaceAll('<*>', '42')], {
    programs: [program],
    hosts: [`host-${program}`],
    firstMinutes: 9 * DAY,
    rate: 0.3,
  }),
)

const SERVICES = ['auth', 'billing', 'cdn', 'invoices', 'jobs', 'media', 'orders', 'search']
const FAULTS = [
  'could not open <*>: permission denied',
  'retry <*> of <*> failed',
  'no route to host <*>',
  'checksum of part <*> differs',
  'lock on <*> was lost after <*> ms',
  'certificate of <*> expires in <*> days',
]

/** As many as asked for: those of the drawings, odd ones, then many alike. */
export function plans(count: number): Plan[] {
  const rest = Array.from({ length: Math.max(0, count - DRAWN.length - ODD.length) }, (_, i) => {
    const service = SERVICES[i % SERVICES.length] ?? ''
    const round = Math.floor(i / SERVICES.length)
    const fault = FAULTS[round % FAULTS.length] ?? ''
    const again = Math.floor(round / FAULTS.length)
    const template = `${service}${again > 0 ? ` region ${again + 1}` : ''}: ${fault}`
    const messages = ['7', '8'].map(value => template.replaceAll('<*>', value))
    return plan(template, messages, {
      programs: [service],
      hosts: [`${service}-1`],
      level: 2 + (i % 3),
      firstMinutes: 5 * DAY + i * 61,
      lastMinutes: i % 50,
      rate: 0.3 / (1 + i / 20),
    })
  })
  return [...DRAWN, ...ODD, ...rest].slice(0, count)
}
