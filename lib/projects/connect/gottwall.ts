import { channelOf } from '#lib/intake/gottwall/channels.ts'
import { actionUrl } from '#lib/intake/gottwall/client.ts'
import { shellWord } from '#lib/projects/connect/shell-word.ts'
import { keyOf, obstacleOf, type Sender, type Way } from '#lib/projects/connect/way.ts'

/** Stands in the lines for what no page shows before someone asks. */
const PRIVATE_KEY = 'PRIVATE_KEY'
const MESSAGE = { a: 'incr', n: 'orders', v: 1, f: { country: 'ch' } }

/** GottWall's clients, over whatever transport is switched on. */
export function gottwallWay(sender: Sender): Way {
  const { tcp, udp } = pythonLines(sender)
  const { gottwallTcp, gottwallUdp, redis } = sender.place
  return {
    id: 'gottwall',
    label: 'GottWall',
    sends: 'metrics',
    protocol: 'gottwall',
    obstacle: obstacleOf(sender, 'gottwall'),
    steps: [
      { title: 'Count one order over HTTP', lines: curl(sender) },
      {
        title: 'The settings of a GottWall client; the private key is shown with the keys below',
        lines: settings(sender),
      },
      ...(gottwallTcp === null
        ? []
        : [
            {
              title: 'Python’s standard library over TCP, signed with the private key',
              lines: tcp,
            },
          ]),
      ...(gottwallUdp === null ? [] : [{ title: 'The same over UDP', lines: udp }]),
      ...(redis ? [{ title: 'Over Redis', lines: publish(sender, redis) }] : []),
    ],
  }
}

const actionAt = ({ place: { host, http }, project }: Sender) =>
  actionUrl(
    {
      ...{ proto: 'http', host: host.includes(':') ? `[${host}]` : host },
      ...{ port: http ?? 8890, prefix: '/gottwall', project: project.name },
    },
    MESSAGE.a,
  )

const curl = (sender: Sender) => `curl ${actionAt(sender)} \\
  -H 'Authorization: Bearer ${keyOf(sender)}' \\
  -d '{"n": "orders", "v": 1, "f": {"country": "ch"}}'`

function settings(sender: Sender): string {
  const { host, http, gottwallTcp, gottwallUdp } = sender.place
  const port = (transport: string, number: number | null) =>
    number === null ? [] : [`${transport}: ${host}, port ${number}`]
  return [
    `project: ${sender.project.name}`,
    `public key: ${keyOf(sender)}`,
    `private key: ${PRIVATE_KEY}`,
    ...port('HTTP, any prefix', http),
    ...port('TCP', gottwallTcp),
    ...port('UDP', gottwallUdp),
  ].join('\n')
}

function pythonLines(sender: Sender) {
  const { project, place } = sender
  const { streamAuth, datagramAuth, chunk } = project.settings.metrics.gottwall
  const family = place.host.includes(':') ? 'AF_INET6' : 'AF_INET'
  // What is text in JSON is text in Python.
  const text = (value: unknown) => JSON.stringify(value)
  const begin = `import hashlib, hmac, json, socket, time

public, private = ${text(keyOf(sender))}, ${text(PRIVATE_KEY)}
ts = int(time.time())
signed = f"{public}{ts // 1000 * 1000}".encode()
signature = hmac.new(private.encode(), signed, hashlib.md5).hexdigest()
header = f"GottWallS2 {ts} {signature} 1000 ${project.name}"
message = json.dumps(${text({ ...MESSAGE, p: project.name })})
`
  return {
    tcp: `${begin}
with socket.create_connection((${text(place.host)}, ${place.gottwallTcp})) as sender:
    sender.sendall((header + ${text(streamAuth)}).encode())
    assert sender.recv(4) == b"OK"
    sender.sendall((message + ${text(chunk)}).encode())`,
    udp: `${begin}
datagram = header + ${text(datagramAuth)} + message + ${text(chunk)}
sender = socket.socket(socket.${family}, socket.SOCK_DGRAM)
sender.sendto(datagram.encode(), (${text(place.host)}, ${place.gottwallUdp}))`,
  }
}

function publish(sender: Sender, { host, port }: { host: string; port: number }): string {
  const project = sender.project.name
  const channel = channelOf({ project, publicKey: keyOf(sender), privateKey: PRIVATE_KEY })
  return `redis-cli -h ${host} -p ${port} PUBLISH ${shellWord(channel)} '${JSON.stringify(MESSAGE)}'`
}
