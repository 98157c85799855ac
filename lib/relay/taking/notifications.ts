import type { Desk } from '#lib/relay/taking/desk.ts'
import type { NotificationIntake } from '#lib/streams/distiller/contract.ts'

/** Keeps notifications for the centre, which makes events of them. */
export const notificationIntake = (desk: Desk): NotificationIntake => ({
  async accept(project, input, items, { key, bytes = 0 } = {}) {
    await desk.keep(project, { kind: 'notifications', input, items, key, bytes })
    return items.map(() => ({ status: 'accepted' }))
  },
  drop: desk.drop,
})
