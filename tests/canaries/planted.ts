import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bird, plainBird } from '#tests/canaries/birds.ts'

interface Places {
  /** an HTTP server on loopback that echoes, as `127.0.0.1:1234` */
  host: string
  mailPort: number
  /** the address of a PostgreSQL server that refuses the login */
  database: string
}

/** Nothing listens there. */
const NOWHERE = '127.0.0.1:1'
const encoded = encodeURIComponent
const folder = mkdtempSync(join(tmpdir(), 'belfry-birds-'))

/** A source of every type, and of SQL one for each database, each with a secret in every setting that is secret. */
export const sourcesWith = ({ host, database }: Places) =>
  [
    ['graphite', 'graphite', { url: `http://${host}`, username: 'u', password: bird('graphite') }],
    ['good', 'graphite', { url: `http://${host}/good`, username: 'u', password: bird('good') }],
    ['prometheus', 'prometheus', { url: `http://${host}`, token: plainBird('bearer') }],
    ['basic', 'prometheus', { url: `http://${host}`, username: 'u', password: bird('prometheus') }],
    ['postgres', 'sql', { url: withPassword(database, 'postgres') }],
    ['mysql', 'sql', { url: `mysql://u:${encoded(bird('mysql'))}@${NOWHERE}/shop` }],
    ['mssql', 'sql', { url: `mssql://u:${encoded(bird('mssql'))}@${NOWHERE}/shop` }],
    ['sqlite', 'sql', { url: `sqlite://${join(folder, plainBird('sqlite'))}.db` }],
    ['web', 'http', { allow: [host] }],
  ] as const

/** An alert of every type, each with a secret in every setting that is secret. */
export const alertsWith = ({ host, mailPort }: Places) =>
  [
    [
      'webhook',
      {
        url: `http://${host}/hook`,
        headers: { authorization: `Bearer ${plainBird('header')}`, 'x-key': plainBird('key') },
        secret: bird('signing'),
      },
    ],
    ['slack', { webhookUrl: `http://${host}/services/${plainBird('slack1')}` }],
    ['teams', { webhookUrl: `http://${host}/teams?sig=${plainBird('teams')}` }],
    ['campfire', { botUrl: `http://${host}/rooms/1/1-${plainBird('campfire')}/messages` }],
    ['telegram', { botToken: `1:${plainBird('telegram')}`, chatId: '1', apiUrl: `http://${host}` }],
    ['pagerduty', { routingKey: plainBird('pagerduty'), url: `http://${host}/enqueue` }],
    [
      'sns',
      {
        topicArn: 'arn:aws:sns:us-east-1:123456789012:oncall',
        ...{ accessKeyId: 'AKIA1', secretAccessKey: bird('sns'), endpoint: `http://${host}/` },
      },
    ],
    [
      'email',
      {
        url: `smtp://u:${encoded(bird('smtp'))}@127.0.0.1:${mailPort}`,
        ...{ from: 'a@example.com', to: 'b@example.com' },
      },
    ],
  ] as const

function withPassword(address: string, name: string): string {
  const url = new URL(address)
  url.username = 'somebody'
  url.password = encoded(bird(name))
  return url.href
}

/** Asks every source, and prints, records, returns and throws all that comes of it. */
export const prying = (marker: string) => `
const marker = ${JSON.stringify(marker)}
const calls = {
  graphite: () => sources.graphite.getSum('a'), good: () => sources.good.getSeries('a'),
  prometheus: () => sources.prometheus.value('a'), basic: () => sources.basic.value('a'),
  postgres: () => sources.postgres.value('select 1'), mysql: () => sources.mysql.value('select 1'),
  mssql: () => sources.mssql.value('select 1'), sqlite: () => sources.sqlite.value('select 1'),
  web: () => sources.web.get('http://127.0.0.1:1/'),
}
let all = marker
for (const [name, call] of Object.entries(calls)) {
  try {
    const answer = await call()
    all += JSON.stringify(answer)
    console.log(name, answer)
  } catch (error) {
    all += [error.message, error.stack, String(error.cause), JSON.stringify(error)].join(' ')
    console.log(name, error, error.message)
  }
}
if (monitor.tags[0] === 'fails') fail(all)
if (monitor.tags[0] === 'throws') throw new Error(all)
if (monitor.tags[0] === 'records') record(all.slice(-60), 1)
return all.slice(0, 255)`

/** Knows secrets, and says them in every way that a script has; they do not stand in its text as they are. */
export function telling(secrets: readonly string[]): string {
  const forms = secrets.flatMap(secret => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(`u:${secret}`).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
  ])
  const hidden = forms.map(form => [...form].map(letter => letter.charCodeAt(0) + 1))
  return `
const known = ${JSON.stringify(hidden)}.map(codes => codes.map(code => String.fromCharCode(code - 1)).join(''))
for (const one of known) { console.log('It is ' + one); console.warn({ [one]: [one] }) }
try { await sources.web.get('http://127.0.0.1:1/?' + known[0], { headers: { 'x-it': known[1] } }) } catch {}
for (const [index, one] of known.entries()) record((index + one).slice(0, 100), index)
if (monitor.tags[0] === 'fails') fail('It is ' + known.join(' or '), { [known[0]]: 1 })
if (monitor.tags[0] === 'throws') throw new TypeError('It is ' + known.join(' or '))
return known[0]`
}
