import { COLLECT_PORT, CONTROL_PORT } from '#lib/intake/blueox/ports.ts'
import { allows, notAllowed, type Sender, type Way } from '#lib/projects/connect/way.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'

/** BlueOx's clients and tools, as they are. */
export function blueoxWay(sender: Sender): Way {
  const { host, blueox, blueoxControl } = sender.place
  const at = (port: number) => `${host.includes(':') ? `[${host}]` : host}:${port}`
  const collect = at(blueox ?? COLLECT_PORT)
  const control = at(blueoxControl ?? CONTROL_PORT)
  return {
    id: 'blueox',
    label: 'BlueOx',
    sends: 'events',
    protocol: 'blueox',
    obstacle: obstacleOf(sender),
    steps: [
      {
        title: 'The environment of a program that has BlueOx’s client, and of BlueOx’s tools',
        lines: `BLUEOX_HOST=${collect}\nBLUEOX_CLIENT_HOST=${control}`,
      },
      { title: 'An oxd that stays on its host', lines: `oxd --forward ${collect}` },
      {
        title: 'Python: apt-get install python3-zmq python3-msgpack',
        lines: python(collect),
      },
    ],
  }
}

/** What BlueOx's client does when a context ends. */
const python = (address: string) => `import os, socket, struct, time, uuid
import msgpack, zmq

now = time.time()
event = {
    "id": uuid.uuid4().hex, "type": "request", "host": socket.gethostname(), "pid": os.getpid(),
    "start": now - 0.25, "end": now, "body": {"user": "ann"},
}
head = struct.pack("!Bd64p64p", 3, now, event["host"].encode(), event["type"].encode())
sender = zmq.Context().socket(zmq.PUSH)
sender.connect("tcp://${address}")
sender.send_multipart([head, msgpack.packb(event)])`

function obstacleOf({ project, place }: Sender): string | null {
  if (!allows(project, 'blueox')) return notAllowed
  if (place.blueox === null)
    return 'BlueOx’s wire is switched off (BELFRY_INTAKE_BLUEOX); switch it on first.'
  // ZeroMQ does not tell who sends: a network cannot be claimed here.
  const isClaimed = project.id === DEFAULT_PROJECT || project.claims.listeners.includes('blueox')
  return isClaimed
    ? null
    : 'BlueOx’s wire carries no key, and the project does not claim its listener: what comes this way is the default project’s. Claim the listener in its settings.'
}
