import { beat } from '#lib/roles/beat.ts'
import type { Role } from '#lib/roles/role.ts'

export const engine: Role = async ({ signal, ready }) => {
  ready('Engine ready')
  await beat('engine', signal)
}
