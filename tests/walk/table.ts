import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Grant, Right, Role } from '#lib/access/rights.ts'
import { isAtLeast } from '#lib/access/rights.ts'

/** One line of rights.txt: something that can be asked for, and who may. */
export interface Row {
  kind: string
  what: string
  /** `open`: anybody; `signed-in`: whoever is somebody */
  right: Right | 'open' | 'signed-in'
  role: Role | undefined
}

/** What became of a request: nobody was recognised, somebody may not, or it went through. */
export type Outcome = 'unknown' | 'forbidden' | 'in'

/** All that the built application answers to, as a person wrote it down. */
export const table: Row[] = readFileSync(join(import.meta.dirname, 'rights.txt'), 'utf8')
  .split('\n')
  .filter(line => line.trim() && !line.startsWith('#'))
  .map(line => {
    const [asked = '', right, role] = line.split(/ {2,}/)
    const [kind = '', ...what] = asked.split(' ')
    return { kind, what: what.join(' '), right, role } as Row
  })

export const rowsOf = (...kinds: string[]): Row[] =>
  table.filter(({ kind }) => kinds.includes(kind))

/** What has to become of it, by the table alone. */
export function expected({ right, role }: Row, grant: Grant | null): Outcome {
  if (right === 'open') return 'in'
  if (!grant) return 'unknown'
  if (right === 'signed-in') return 'in'
  const isNarrow = grant.scope.length > 0 && !grant.scope.includes(right)
  return role && isAtLeast(grant.role, role) && !isNarrow ? 'in' : 'forbidden'
}
