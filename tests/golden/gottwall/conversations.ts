import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { readEnv } from '#lib/env.ts'
import { openGottwallTcp, openGottwallUdp } from '#lib/intake/gottwall/open.ts'
import { openHttp } from '#lib/intake/http/open.ts'
import type { Listener, ListenerContext, OpenListener } from '#lib/intake/listener.ts'
import { log } from '#lib/log.ts'
import { lookUps } from '#lib/projects/look-ups.ts'
import { type Project, projectInput } from '#lib/projects/schema.ts'
import type { Adapter, Case } from '#tests/golden/adapter.ts'
import { noErrors, noEvents, noMetrics, noNotifications } from '#tests/lib/intake/nothing.ts'
import { until } from '#tests/until.ts'

const PORTS = { BELFRY_INTAKE_HTTP: '0', BELFRY_INTAKE_TCP: '0', BELFRY_INTAKE_UDP: '0' }
/** A datagram that is not to be counted is followed by one that is: what came before it has been read then. */
const LAST = 'the last one'

interface Setup {
  publicKey: string
  privateKey: string
  gottwall?: object
}

/** A listener with one project, and the names of what it counts. */
async function listening(open: OpenListener, { publicKey, privateKey, gottwall = {} }: Setup) {
  const names: string[] = []
  const project = (id: number, name: string): Project => ({
    id,
    ...projectInput.parse({ name, settings: { metrics: { gottwall } } }),
  })
  const projects = [project(1, 'default'), project(3, 'test_project')]
  const context: ListenerContext = {
    env: readEnv({ NODE_ENV: 'test', ...PORTS }),
    intake: noErrors,
    events: noEvents,
    notifications: noNotifications,
    metrics: {
      ...noMetrics,
      accept: async (_, __, updates) => updates.map(() => 'accepted'),
      offer: (_, __, { name }) => names.push(name) > 0,
    },
    directory: {
      ...lookUps(projects, [{ id: 1, projectId: 3, publicKey, privateKey }]),
      used: () => {},
      onChange: () => () => {},
      close: async () => {},
    },
    log,
  }
  const listener = (await open(context)) as Listener
  const [info] = Object.values(listener.info?.() ?? {})
  return { names, port: Number(info?.port), close: () => listener.close() }
}

const PAIR = { publicKey: 'public_key', privateKey: 'secret_key' }

/** The three transports, over real sockets. */
export const conversations: Adapter['groups'] = {
  async http({ url, action, headers, body, config, expected, expected_product, ...golden }) {
    const { PROJECTS, SECRET_KEY } = (config ?? {}) as {
      PROJECTS?: Record<string, string>
      SECRET_KEY?: string
    }
    const publicKey = PROJECTS?.test_project ?? PAIR.publicKey
    const privateKey = SECRET_KEY ?? PAIR.privateKey
    const listener = await listening(context => openHttp(context), { publicKey, privateKey })
    const basic = Buffer.from(`${publicKey}:${privateKey}`).toString('base64')
    const answer = await fetch(
      `http://127.0.0.1:${listener.port}${url ?? `/gottwall/api/v1/test_project/${action}`}`,
      {
        method: 'POST',
        headers: (headers ?? { Authorization: `Basic ${basic}` }) as Record<string, string>,
        body: JSON.stringify(body ?? { n: golden.id, ts: 1_400_000_000 }),
      },
    )
    const text = await answer.text()
    await listener.close()
    if (expected_product !== undefined) return { expected: expected_product, got: answer.status }
    const wanted = expected as { status: number; body: string | null }
    return { expected: wanted, got: { status: answer.status, body: wanted.body && text } }
  },

  async tcp(golden) {
    const { send, expected_replies, expected_product, expected_metrics, auth_delimiter } = golden
    if (auth_delimiter) return ownDelimiters(golden)
    const listener = await listening(openGottwallTcp, PAIR)
    const replies = (expected_product ?? expected_replies) as string[]
    const wanted = (expected_metrics ?? []) as string[]
    const said = await talk(listener.port, send as string[], replies.join('').length)
    await until(() => listener.names.length >= wanted.length)
    await listener.close()
    return { expected: [replies.join(''), wanted], got: [said, listener.names] }
  },

  async udp(golden) {
    const { datagram, expected_metrics, expected_product, max, length } = golden
    // The server takes more than the client sends.
    if (max !== undefined) return { expected: Number(length) > Number(max), got: true }
    const listener = await listening(openGottwallUdp, PAIR)
    const socket = createSocket('udp4')
    const last = JSON.stringify({ p: 'test_project', n: LAST, a: 'incr' })
    const header = 'GottWallS2 1400000000 64925728815dfa1a363281505081bb49 1000 test_project'
    socket.send(String(datagram), listener.port, '127.0.0.1')
    socket.send(`${header}--chunk-auth--${last}--chunk--`, listener.port, '127.0.0.1')
    await until(() => listener.names.includes(LAST))
    socket.close()
    await listener.close()
    const got = listener.names.filter(name => name !== LAST)
    return { expected: expected_product ?? expected_metrics, got }
  },
}

/** What the server says, once it has said so much and messages were sent, or has closed. */
async function talk(port: number, pieces: string[], enough: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let said = ''
  socket.on('data', data => {
    said += data.toString()
    if (said.length >= enough) socket.end()
  })
  for (const piece of pieces) socket.write(piece)
  await once(socket, 'close')
  return said
}

/** A client with its own delimiters is understood where the project has them too. */
async function ownDelimiters({ auth_delimiter, chunk_delimiter, expected_sent, data }: Case) {
  const gottwall = { streamAuth: auth_delimiter, chunk: chunk_delimiter }
  const listener = await listening(openGottwallTcp, { ...PAIR, gottwall })
  const header = 'GottWallS2 1400000000 64925728815dfa1a363281505081bb49 1000 test_project'
  const message = JSON.stringify({ p: 'test_project', n: data, a: 'incr' })
  const sent = String(expected_sent).replace(String(data), message)
  await talk(listener.port, [`${header}${auth_delimiter}`, sent], 2)
  await until(() => listener.names.length > 0)
  await listener.close()
  return { expected: [data], got: listener.names }
}
