import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Directory } from '#lib/projects/directory.ts'
import { type LookUps, lookUps } from '#lib/projects/look-ups.ts'
import { DEFAULT_PROJECT, type Project, projectInput } from '#lib/projects/schema.ts'
import type { RelayProject } from '#lib/relay/config.ts'
import { replaceFile } from '#lib/relay/spool/durable.ts'
import { type RemoteProject, remoteProject } from '#lib/relay/wire/answer.ts'

/** A project as it was configured, and as the centre knows it. */
interface Member {
  /** what it is called here */
  name: string
  /** its number here: what has no key goes to the first */
  id: number
  settings: RelayProject
  remote: RemoteProject | null
}

export interface RelayDirectory extends Directory {
  /** What a project is called here. */
  nameOf(id: number): string | undefined
  /** Takes over what the centre says of a project. */
  learn(name: string, remote: RemoteProject): Promise<void>
}

const FILE = 'project.json'

/** The projects of a relay, as its listeners look them up. What the centre said last is remembered in `folderOf` each. */
export async function openRelayDirectory(
  projects: Readonly<Record<string, RelayProject>>,
  folderOf: (name: string) => string,
): Promise<RelayDirectory> {
  const listeners = new Set<() => void>()
  const members = await Promise.all(
    inOrder(projects).map(async ([name, settings], i): Promise<Member> => {
      const remote = await remembered(folderOf(name))
      return { name, id: DEFAULT_PROJECT + i, settings, remote }
    }),
  )
  let current = lookUpsOf(members)

  return {
    all: () => current.all(),
    byId: id => current.byId(id),
    named: idOrName => current.named(idOrName),
    byPublicKey: publicKey => current.byPublicKey(publicKey),
    keysOf: projectId => current.keysOf(projectId),
    claimedBy: arrival => current.claimedBy(arrival),
    used: () => {},
    nameOf: id => members.find(one => one.id === id)?.name,
    onChange(changed) {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
    async learn(name, remote) {
      const member = members.find(one => one.name === name)
      if (!member || isDeepStrictEqual(member.remote, remote)) return
      member.remote = remote
      current = lookUpsOf(members)
      for (const changed of listeners) changed()
      await replaceFile(join(folderOf(name), FILE), JSON.stringify(remote))
    },
    close: async () => {},
  }
}

/** The one that takes what has no key comes first. */
function inOrder(projects: Readonly<Record<string, RelayProject>>) {
  const entries = Object.entries(projects)
  return [
    ...entries.filter(([, settings]) => settings.default),
    ...entries.filter(([, settings]) => !settings.default),
  ]
}

async function remembered(folder: string): Promise<RemoteProject | null> {
  try {
    return remoteProject.parse(JSON.parse(await readFile(join(folder, FILE), 'utf8')))
  } catch {
    return null
  }
}

/** Senders name a project as the centre does. Before it has said how, the only one that is not known may be meant. */
function lookUpsOf(members: readonly Member[]): LookUps {
  const projects = members.map(projectOf)
  const keys = members.map(({ id, settings }) => ({
    ...{ id, projectId: id, publicKey: settings.key },
    // Nobody can sign with one that is not told.
    privateKey: settings.privateKey ?? randomBytes(32).toString('hex'),
  }))
  const found = lookUps(projects, keys)
  const unknown = members.filter(({ remote }) => remote === null)
  return {
    ...found,
    named(idOrName) {
      const said = String(idOrName)
      const isMeant = ({ name, remote }: Member) =>
        said === name || said === remote?.name || said === String(remote?.id)
      const member = members.find(isMeant) ?? (unknown.length === 1 ? unknown[0] : undefined)
      return member && found.byId(member.id)
    },
  }
}

function projectOf({ id, name, settings, remote }: Member): Project {
  const { listeners, networks, lists } = settings
  const input = projectInput.parse({
    name: remote?.name ?? name,
    protocols: remote?.protocols ?? null,
    settings: remote ? { metrics: remote.metrics } : {},
    claims: { listeners, networks, lists },
  })
  return { ...input, id }
}
