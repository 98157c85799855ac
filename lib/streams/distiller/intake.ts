import type { Event } from '#lib/events/event.ts'
import type { DropReason, EventIntake } from '#lib/events/intake/contract.ts'
import { UserError } from '#lib/failures.ts'
import type { Project } from '#lib/projects/schema.ts'
import type { NotificationIntake, Receipt } from '#lib/streams/distiller/contract.ts'
import type { Distilled, Distiller } from '#lib/streams/distiller/distill.ts'
import { eventOf } from '#lib/streams/distiller/event.ts'
import type { Notification } from '#lib/streams/distiller/notification.ts'
import type { Micros } from '#lib/streams/event.ts'

/** The event that a notification came to, or why there is none. */
type Read = { event: Event } | (Receipt & { status: DropReason })

/** Makes events of notifications, by the definitions that their project has at that moment. */
export const openNotificationIntake = (
  events: EventIntake,
  distillerFor: (projectId: number) => Promise<Distiller>,
): NotificationIntake => ({
  async accept(project, input, notifications, options) {
    const distiller = await distillerFor(project.id)
    const now = Date.now() * 1_000
    const read = notifications.map(one => readOne(one, distiller, project, now))
    for (const one of read) if (!('event' in one)) events.drop(project, input, one.status)

    const good = read.flatMap(one => ('event' in one ? [one.event] : []))
    const taken = (
      good.length > 0 ? await events.accept(project, input, good, options) : []
    ).values()
    return read.map(one => ('event' in one ? { status: taken.next().value ?? 'refused' } : one))
  },
  drop: events.drop,
})

function readOne(
  notification: Notification,
  distiller: Distiller,
  project: Project,
  now: Micros,
): Read {
  try {
    const { catchAll } = project.settings.events
    const distilled = distiller.distill(notification, { catchAll, now })
    const { dropped } = distilled
    if (dropped === 'invalid') return { status: 'invalid', ...problemsOf(distilled) }
    return dropped ? { status: dropped } : { event: eventOf(distilled, notification.body) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const { message, fields } = error
    return { status: 'invalid', error: message, ...(fields && { fields }) }
  }
}

function problemsOf({ findings }: Distilled) {
  const wrong = findings.flatMap(({ trait, problem }) =>
    problem ? [[trait, problem] as const] : [],
  )
  const error = wrong.map(([trait, problem]) => `the trait ${trait}: ${problem}`).join('; ')
  return {
    error,
    fields: Object.fromEntries(wrong.map(([trait, text]) => [`traits.${trait}`, text])),
  }
}
