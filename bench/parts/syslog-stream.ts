import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { type Random, randomFrom } from '#bench/parts/random.ts'

/** Errors of a made-up system: what is said, and what of it changes from one time to the next. */
const TEMPLATES = 300
/** A program runs on some of its neighbours' hosts, too. */
const HOSTS_OF_ONE = 8
const PROGRAMS = [
  'api',
  'billing',
  'cron',
  'kernel',
  'mailer',
  'nginx',
  'postgres',
  'sshd',
  'worker',
]
const WORDS =
  `account address attempt backend batch block body bucket buffer cache call certificate channel chunk
client cluster commit connection consumer cookie copy customer data deadline delivery device disk document domain
download driver entry event failure file filter flush frame gateway group handler header image import index input
invoice item job journal key lease limit link list load lock lookup manifest member memory merge message meter method
mirror node object offset order owner package packet page parser partition password path payment peer period pipe
policy pool port process product profile proxy queue quota range read record redirect refund region relay release
replica report request reset response retry role route rule scan schema script segment sensor server service session
shard signal size snapshot socket source stack stage state status storage stream switch table target task template
tenant thread ticket timer token topic trace transfer tunnel update upload user value volume vote warning watch worker
write zone`.split(/\s+/)
const VERBS =
  'aborted closed denied dropped exceeded expired failed lost refused rejected stalled timed-out'.split(
    ' ',
  )

type Slot = (random: Random) => string

const SLOTS: Slot[] = [
  random => `10.${random(4)}.${random(256)}.${random(256)}`,
  random => String(random(100_000)),
  random => `${random(30_000)}ms`,
  random => `0x${random(2 ** 31).toString(16)}`,
  random => `/srv/data/${random(5000)}/part-${random(100)}.dat`,
  random => `user${random(20_000)}@example.com`,
  random => `req-${random(2 ** 31).toString(16)}${random(2 ** 31).toString(16)}`,
]

interface Template {
  program: string
  /** one of LOCAL0's four worst */
  priority: number
  /** the first of those that the program runs on */
  firstHost: number
  parts: (string | Slot)[]
}

function makeTemplate(random: Random): Template {
  const pick = <T>(list: readonly T[]) => list[random(list.length)] as T
  const parts: (string | Slot)[] = [pick(WORDS), pick(VERBS)]
  for (let i = 3 + random(10); i > 0; i--) {
    const slot = pick(SLOTS)
    const key = pick(WORDS)
    const kind = random(10)
    parts.push(kind < 5 ? key : kind < 7 ? slot : random => `${key}=${slot(random)}`)
  }
  const place = random(PROGRAMS.length)
  const program = PROGRAMS[place] as string
  return { program, priority: 128 + random(4), firstHost: place * 4, parts }
}

/**
 * Writes so many messages of RFC 5424, octet-counted, into a file: errors of the last seconds, by several hosts and
 * programs, each with a line feed at its end, which floors split at.
 */
export async function writeStream(file: string, count: number, seed: number): Promise<void> {
  const templates = Array.from({ length: TEMPLATES }, (_, i) => makeTemplate(randomFrom(i)))
  const random = randomFrom(seed)
  const out = createWriteStream(file)
  const start = Date.now() - 10_000
  for (let i = 0; i < count; ) {
    const lines: string[] = []
    for (const end = Math.min(i + 1000, count); i < end; i++) {
      // Few kinds of errors make most of them.
      const place = Math.floor(TEMPLATES * (random(1000) / 1000) ** 2)
      const at = new Date(start + (i / count) * 10_000)
      lines.push(message(templates[place] as Template, random, at))
    }
    if (!out.write(lines.join(''))) await once(out, 'drain')
  }
  out.end()
  await finished(out)
}

function message(template: Template, random: Random, at: Date): string {
  const { program, priority, firstHost, parts } = template
  const text = parts.map(part => (typeof part === 'string' ? part : part(random))).join(' ')
  const host = `host-${firstHost + random(HOSTS_OF_ONE)}.example.com`
  const line = `<${priority}>1 ${at.toISOString()} ${host} ${program} ${1000 + random(50)} - - ${text}\n`
  return `${line.length} ${line}`
}
