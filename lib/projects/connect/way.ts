import type { Place } from '#lib/projects/connect/place.ts'
import {
  DEFAULT_PROJECT,
  type Listener,
  type Project,
  type Protocol,
} from '#lib/projects/schema.ts'

/** One way to send something to a project. */
export interface Way {
  id: string
  label: string
  sends: 'errors' | 'metrics' | 'events'
  protocol: Protocol
  /** why nothing sent this way would arrive; the lines are shown all the same */
  obstacle: string | null
  steps: Step[]
}

export interface Step {
  /** what to do with the lines */
  title: string
  lines: string
}

/** What the lines are made of. */
export interface Sender {
  project: Project
  /** null: it has no key that is not revoked */
  publicKey: string | null
  place: Place
}

/** Stands in the lines where there is no key. */
export const keyOf = ({ publicKey }: Sender) => publicKey ?? 'PUBLIC_KEY'

/** What keeps senders with a key out. */
export function obstacleOf(sender: Sender, protocol: Protocol): string | null {
  const { project, place, publicKey } = sender
  if (!allows(project, protocol)) return notAllowed
  if (place.http === null)
    return 'The HTTP intake is switched off (BELFRY_INTAKE_HTTP); switch it on first.'
  return publicKey ? null : 'The project has no key that works; make one below first.'
}

export const allows = ({ protocols }: Project, protocol: Protocol) =>
  protocols === null || protocols.includes(protocol)

export const notAllowed = 'The project does not allow this protocol; its settings can be changed.'

/** Whether what comes by one of these listeners without a key is the project's. */
export const claims = ({ id, claims }: Project, listeners: readonly Listener[]): boolean =>
  id === DEFAULT_PROJECT ||
  claims.networks.length > 0 ||
  listeners.some(listener => claims.listeners.includes(listener))

export const notClaimed = (label: string) =>
  `${label} carries no key, and the project claims neither a network nor a listener: what comes this way is the default project’s. Claim the network of its senders in its settings.`
