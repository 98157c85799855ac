import { shellWord } from '#lib/projects/connect/shell-word.ts'
import { allows, notAllowed, type Sender, type Way } from '#lib/projects/connect/way.ts'
import type { Project } from '#lib/projects/schema.ts'

/** A list of the Redis server that both sides know. */
export function redisWay({ project, place }: Sender): Way {
  const { host, port } = place.redis ?? { host: '127.0.0.1', port: 6379 }
  const list = project.claims.lists[0] ?? 'LIST'
  const event = {
    sig: 'A first error',
    hostname: 'web-1',
    programname: 'try',
    severity: 3,
    msg: 'A first error: in full',
  }
  return {
    id: 'redis',
    label: 'Redis',
    sends: 'errors',
    protocol: 'redis',
    obstacle: redisObstacle(project, place.redis !== null),
    steps: [
      {
        title: 'Push one error',
        lines: `redis-cli -h ${host} -p ${port} LPUSH ${shellWord(list)} '${JSON.stringify(event)}'`,
      },
    ],
  }
}

function redisObstacle(project: Project, isOn: boolean): string | null {
  if (!allows(project, 'redis')) return notAllowed
  if (!isOn) return 'No Redis server is set; name it in REDIS_URL first.'
  return project.claims.lists.length > 0
    ? null
    : 'The project claims no list; name one in its settings first.'
}
