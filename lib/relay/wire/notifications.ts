import { UserError } from '#lib/failures.ts'
import { fieldsOf } from '#lib/intake/untrusted.ts'
import { type Notification, notificationOf } from '#lib/streams/distiller/notification.ts'

/** A notification as a relay sends it on; undefined for what is none. What becomes of it, the definitions of the project decide. */
export function relayedNotification(item: unknown): Notification | undefined {
  try {
    return notificationOf(fieldsOf(item).body)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
