import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openGottwallTcp, openGottwallUdp } from '#lib/intake/gottwall/open.ts'
import type { Listener } from '#lib/intake/listener.ts'
import { openHttpWorld } from '#tests/lib/intake/world.ts'
import { until } from '#tests/until.ts'

const PYTHON = '/usr/bin/python3'

/**
 * A client in Python as GottWall's are: its salt is rounded as the Python it runs under rounds, its header in HTTP has
 * four words, elsewhere five, it ends headers over UDP as over TCP, sends its header in each message again, and answers
 * true or false.
 */
const CLIENT = `
import hashlib, hmac, json, socket, sys, time
from urllib import error, request

PROJECT, PUBLIC, PRIVATE, BASE = "shop", sys.argv[1], "private", 1000
AUTH_END, MESSAGE_END = "--stream-auth--", "--chunk--"
TWO = sys.argv[2] == "2"

def signature(ts):
    salt = ts // BASE * BASE if TWO else int(round(ts / BASE) * BASE)
    return hmac.new(PRIVATE.encode(), (PUBLIC + str(salt)).encode(), hashlib.md5).hexdigest()

def header(*project):
    ts = int(time.time())
    form = "GottWallS2" if project else "GottWallS1"
    return " ".join([form, str(ts), signature(ts), str(BASE), *project])

def message(action, name, value, filters):
    return json.dumps({"p": PROJECT, "n": name, "auth": header(PROJECT), "ts": int(time.time()),
                       "a": action, "v": value, "f": filters})

class Http:
    def __init__(self, port):
        self.place = "http://127.0.0.1:%d/gottwall/api/v1/%s/" % (port, PROJECT)
    def send(self, action, name, value, filters):
        body = json.dumps({"n": name, "ts": int(time.time()), "f": filters, "v": value})
        headers = {"Content-Type": "application/json", "X-GottWall-Auth": header()}
        try:
            return request.urlopen(request.Request(self.place + action, body.encode(), headers)).status == 200
        except error.HTTPError:
            return False

class Tcp:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.send((header(PROJECT) + AUTH_END).encode())
        assert self.socket.recv(2) == b"OK"
    def send(self, action, name, value, filters):
        self.socket.send((message(action, name, value, filters) + MESSAGE_END).encode())
        return True

class Udp:
    def __init__(self, port):
        self.socket, self.port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), port
    def send(self, action, name, value, filters):
        datagram = header(PROJECT) + AUTH_END + message(action, name, value, filters) + MESSAGE_END
        self.socket.sendto(datagram.encode(), ("127.0.0.1", self.port))
        return True

client = {"http": Http, "tcp": Tcp, "udp": Udp}[sys.argv[3]](int(sys.argv[4]))
name = sys.argv[5]
print([
    client.send("incr", name, 5, {"status": ["Completed", "Test"], "views": "all"}),
    client.send("incr", name, 1, {}),
    client.send("decr", name, 2, {"status": "Test"}),
    client.send("set", name, 2, {}),
])
`

describe.skipIf(!existsSync(PYTHON))('a client in Python, unchanged,', () => {
  let world: Awaited<ReturnType<typeof openHttpWorld>>
  let tcp: Listener
  let udp: Listener
  beforeAll(async () => {
    world = await openHttpWorld()
    tcp = (await openGottwallTcp(world.context)) as Listener
    udp = (await openGottwallUdp(world.context)) as Listener
  })
  afterAll(async () => {
    await tcp.close()
    await udp.close()
    await world.close()
  })

  const portOf = (transport: string) => {
    if (transport === 'http') return world.host.split(':')[1] ?? ''
    return String((transport === 'tcp' ? tcp : udp).line.match(/:(\d+) /)?.[1])
  }

  async function sumsOf(name: string) {
    const { rows } = await world.pool.query<{ series: string; sum: number }>(
      `select array_to_string(s.filters || s.filter_values, ' ') as series, sum(d.sum)
       from metric_day d join metric_series s on s.id = d.series_id
       join metric m on m.id = s.metric_id
       where m.project_id = $1 and m.name = $2 group by 1 order by 1`,
      [world.project.id, name],
    )
    return Object.fromEntries(rows.map(({ series, sum }) => [series, sum]))
  }

  const transports = ['http', 'tcp', 'udp'].flatMap(transport =>
    ['2', '3'].map(version => [transport, version] as const),
  )

  test.each(transports)('counts over %s as under Python %s', async (transport, version) => {
    const name = `${transport} ${version}`
    const asked = ['-c', CLIENT, world.publicKey, version, transport, portOf(transport), name]
    const { stdout } = await promisify(execFile)(PYTHON, asked)
    const isTold = transport === 'http'
    expect(stdout.trim()).toBe(`[True, True, True, ${isTold ? 'False' : 'True'}]`)
    await until(async () => (await sumsOf(name))[''] === 4)
    expect(await sumsOf(name)).toEqual({
      ...{ '': 4, 'status Completed': 5, 'status Test': 3, 'views all': 5 },
    })
  })
})
