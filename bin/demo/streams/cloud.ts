import { type Chance, oneOf, skewed } from '#bin/demo/shop/chance.ts'

const DAY_MS = 86_400_000
const FLAVORS = { 'm1.small': 2_048, 'm1.medium': 4_096, 'm1.large': 8_192 } as const
const ASKED_FOR = { 'm1.small': 6, 'm1.medium': 3, 'm1.large': 1 } as const
const TENANTS = { 'tenant-red': 3, 'tenant-green': 2, 'tenant-blue': 1 } as const
/** How long an instance takes until it is active, in the middle. */
const BUILD_MS = 1_500

/** A notification as OpenStack's compute service puts it. */
export interface CloudNotification {
  message_id: string
  event_type: string
  timestamp: string
  publisher_id: string
  priority: 'INFO'
  _context_tenant: string
  payload: Record<string, unknown>
}

export interface CloudDay {
  /** that lived yesterday, and were found by its audit */
  instances: number
  /** asked for just now */
  fresh: number
  /** of those: that never become active */
  failing: number
  now: Date
  chance: Chance
}

interface Instance {
  id: string
  tenant: string
  flavor: keyof typeof FLAVORS
  publisher: string
  asked: number
  launched: number
  /** null: it lives on */
  deleted: number | null
}

/** What a small cloud says of yesterday, with the audit of that day, and of right now; by time. */
export function notificationsOf({ instances, fresh, failing, now, chance }: CloudDay) {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  const made = Math.floor(chance() * 2 ** 32).toString(16)
  const instance = (number: number, asked: number) => instanceOf(`${made}-${number}`, asked, chance)

  const yesterdays = Array.from({ length: instances }, (_, number) => {
    const asked = today - DAY_MS + Math.floor(chance() * DAY_MS * 0.9)
    const lived = { ...instance(number, asked) }
    const deleted = lived.launched + Math.floor(chance() * DAY_MS)
    return { ...lived, deleted: deleted < today ? deleted : null }
  })
  const todays = Array.from({ length: fresh }, (_, number) =>
    instance(instances + number, now.getTime() - BUILD_MS * 10),
  )
  return [
    ...yesterdays.flatMap(one => [...building(one), ...gone(one), audited(one, today)]),
    ...todays.flatMap((one, at) => (at < failing ? failed(one) : building(one))),
  ].toSorted((one, other) => (one.timestamp < other.timestamp ? -1 : 1))
}

function instanceOf(id: string, asked: number, chance: Chance): Instance {
  const node = 1 + Math.floor(chance() * 4)
  return {
    id: `instance-${id}`,
    tenant: oneOf(TENANTS, chance),
    flavor: oneOf(ASKED_FOR, chance),
    publisher: `compute.node-${node}`,
    asked,
    launched: asked + Math.min(skewed(BUILD_MS, 0.4, chance), BUILD_MS * 8),
    deleted: null,
  }
}

const building = (one: Instance) => [
  notification(one, 'create.start', one.asked, { state: 'building' }),
  notification(one, 'create.end', one.launched, {
    state: 'active',
    launched_at: iso(one.launched),
  }),
]

/** Half of them say that it went wrong, of the others nothing more is heard. */
const failed = (one: Instance) => [
  notification(one, 'create.start', one.asked, { state: 'building' }),
  ...(one.id.endsWith('0') || one.id.endsWith('2') ? [] : [wentWrong(one)]),
]

const wentWrong = (one: Instance) =>
  notification(one, 'create.error', one.launched, {
    state: 'error',
    message: 'No valid host was found.',
  })

const gone = (one: Instance) =>
  one.deleted === null
    ? []
    : [
        notification(one, 'delete.end', one.deleted, {
          ...{ state: 'deleted', launched_at: iso(one.launched), deleted_at: iso(one.deleted) },
        }),
      ]

/** Sent a little after midnight. */
const audited = (one: Instance, midnight: number) =>
  notification(one, 'exists', midnight + 60_000, {
    state: one.deleted === null ? 'active' : 'deleted',
    launched_at: iso(one.launched),
    ...(one.deleted !== null && { deleted_at: iso(one.deleted) }),
    audit_period_beginning: iso(midnight - DAY_MS),
    audit_period_ending: iso(midnight),
  })

const notification = (
  { id, tenant, flavor, publisher }: Instance,
  what: string,
  at: number,
  more: Record<string, unknown>,
): CloudNotification => ({
  message_id: `${id}-${what}`,
  event_type: `compute.instance.${what}`,
  timestamp: iso(at),
  publisher_id: publisher,
  priority: 'INFO',
  _context_tenant: tenant,
  payload: {
    ...{ instance_id: id, tenant_id: tenant },
    ...{ instance_type: flavor, memory_mb: FLAVORS[flavor], ...more },
  },
})

/** As the services write it: without a zone, which is UTC. */
const iso = (at: number) => new Date(at).toISOString().replace('T', ' ').replace('Z', '')
