import { UserError } from '#lib/failures.ts'
import { type Read, takeBulk } from '#lib/intake/http/bulk.ts'
import type { Call, Reply, Route } from '#lib/intake/http/route.ts'
import { type Notification, notificationOf } from '#lib/streams/distiller/notification.ts'

const MIB = 1024 * 1024

/** Notifications as OpenStack's services put them, one or many, which become events by the definitions of the project. */
export const notifications: Route = {
  method: 'POST',
  path: '/notifications',
  protocol: 'http',
  limits: { packedBytes: 8 * MIB, bytes: 32 * MIB },
  handle,
}

function handle(call: Call): Promise<Reply> {
  const { project, body, notifications } = call
  return takeBulk<Notification>(call, {
    what: 'notification',
    read: readNotification,
    accept: (read, key) => notifications.accept(project, 'http', read, { key, bytes: body.length }),
    dropInvalid: count => notifications.drop(project, 'http', 'invalid', count),
  })
}

function readNotification(value: unknown): Read<Notification> {
  try {
    return { read: notificationOf(value) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const { message, fields } = error
    return { error: message, ...(fields && { fields }) }
  }
}
