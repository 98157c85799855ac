import { networkTable } from '#lib/projects/networks.ts'
import { DEFAULT_PROJECT, type Listener, type Project } from '#lib/projects/schema.ts'

/** A pair of keys that is not revoked. */
export interface Key {
  id: number
  projectId: number
  publicKey: string
  privateKey: string
}

/** Where something without a key came in. */
export interface Arrival {
  listener?: Listener
  /** the sender's IP address */
  address?: string
  /** the Redis list it was taken from */
  list?: string
}

export interface LookUps {
  all(): readonly Project[]
  byId(id: number): Project | undefined
  /** by its number, as a number or in digits, or by its name */
  named(idOrName: number | string): Project | undefined
  byPublicKey(publicKey: string): { project: Project; key: Key } | undefined
  keysOf(projectId: number): readonly Key[]
  /** The list decides, then the narrowest network, then the listener; nobody's is the default project's. */
  claimedBy(arrival: Arrival): Project
}

/** Indexes all projects and keys. The default project is to be among them. */
export function lookUps(projects: readonly Project[], keys: readonly Key[]): LookUps {
  const byId = new Map(projects.map(project => [project.id, project]))
  const byName = new Map(projects.map(project => [project.name, project]))
  const byPublicKey = new Map(
    keys.flatMap(key => {
      const project = byId.get(key.projectId)
      return project ? [[key.publicKey, { project, key }] as const] : []
    }),
  )
  const byProject = Map.groupBy(keys, ({ projectId }) => projectId)
  const claims = <K extends keyof Project['claims']>(kind: K) =>
    projects.flatMap(project =>
      project.claims[kind].map(claimed => [claimed as string, project] as const),
    )
  const byList = new Map(claims('lists'))
  const byListener = new Map(claims('listeners'))
  const byAddress = networkTable(claims('networks'))
  const fallback = byId.get(DEFAULT_PROJECT)
  if (!fallback) throw new Error('the default project is missing from the database')

  return {
    all: () => projects,
    byId: id => byId.get(id),
    named: idOrName => byId.get(Number(idOrName)) ?? byName.get(String(idOrName)),
    byPublicKey: publicKey => byPublicKey.get(publicKey),
    keysOf: projectId => byProject.get(projectId) ?? [],
    claimedBy: ({ list, address, listener }) =>
      (list !== undefined && byList.get(list)) ||
      (address !== undefined && byAddress(address)) ||
      (listener !== undefined && byListener.get(listener)) ||
      fallback,
  }
}
