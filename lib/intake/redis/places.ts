import { setOf } from '#lib/intake/gottwall/channels.ts'
import { FIRETOWER_LIST } from '#lib/intake/redis/emit.ts'
import type { Directory } from '#lib/projects/directory.ts'
import type { Project, Protocol } from '#lib/projects/schema.ts'

/** Where something is taken from: a list has errors in it, a set messages of GottWall's clients. */
export interface Place {
  key: string
  kind: 'list' | 'set'
  projectId: number
}

/** The lists and sets that are taken in, by their keys: those of projects that may use the protocol. */
export function placesOf(directory: Directory): Map<string, Place> {
  return new Map([...sets(directory), ...lists(directory)].map(place => [place.key, place]))
}

function lists(directory: Directory): Place[] {
  const claimed = directory.all().flatMap(({ claims }) => claims.lists)
  return [FIRETOWER_LIST, ...claimed].flatMap((key): Place[] => {
    const project = directory.claimedBy({ list: key })
    return takes(project, 'redis') ? [{ key, kind: 'list', projectId: project.id }] : []
  })
}

/** A client may name its project by its number, too. */
function sets(directory: Directory): Place[] {
  return directory
    .all()
    .filter(project => takes(project, 'gottwall'))
    .flatMap(({ id, name }) =>
      directory.keysOf(id).flatMap(({ publicKey }) =>
        [name, String(id)].map(
          (project): Place => ({
            key: setOf({ project, publicKey }),
            kind: 'set',
            projectId: id,
          }),
        ),
      ),
    )
}

const takes = ({ protocols }: Project, protocol: Protocol) =>
  protocols === null || protocols.includes(protocol)
