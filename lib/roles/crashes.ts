import { openPool } from '#lib/db/client.ts'
import { LEVELS } from '#lib/errors/event.ts'
import { openOwnErrors } from '#lib/errors/own.ts'
import type { RoleName } from '#lib/roles/role.ts'

const CONNECTIONS = 2

/** Counts the crashes of roles among the errors of Belfry itself. */
export function openCrashes(url: string) {
  const own = openOwnErrors(openPool(url, CONNECTIONS))
  return {
    tell(name: RoleName, code: string) {
      // What people changed since the last crash is not followed in between.
      own.renew()
      own.tell({
        program: name,
        level: LEVELS.indexOf('critical'),
        message: `The role ${name} ended (${code}) and was started again`,
        fingerprint: ['role', name, code],
      })
    },
    close: own.close,
  }
}
