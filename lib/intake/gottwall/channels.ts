/** A project and a pair of its keys, as clients name them. */
export interface Named {
  project: string
  publicKey: string
  privateKey: string
}

const ROOT = 'gottwall'

/** All channels of GottWall's clients. */
export const PATTERN = `${ROOT}:*`

/** The channel on which a client publishes: a message itself, or that there is something in its set. */
export const channelOf = ({ privateKey, ...named }: Named): string =>
  `${setOf(named)}:${privateKey}`

/** The set into which a client puts its messages. */
export const setOf = ({ project, publicKey }: Omit<Named, 'privateKey'>): string =>
  `${ROOT}:${project}:${publicKey}`

/** What a channel's name says, or null when it is none of a client: neither names nor keys have colons. */
export function readChannel(channel: string): Named | null {
  const [root, project, publicKey, privateKey, ...more] = channel.split(':')
  if (root !== ROOT || !project || !publicKey || !privateKey || more.length > 0) return null
  return { project, publicKey, privateKey }
}
