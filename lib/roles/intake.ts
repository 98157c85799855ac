import { beat } from '#lib/roles/beat.ts'
import type { Role } from '#lib/roles/role.ts'

/** Takes in what senders send: sockets, framing, grammar, classification, grouped writes. */
export const intake: Role = async ({ signal, ready }) => {
  ready('Intake ready')
  await beat('intake', signal)
}
