import type { Adapter } from '#tests/golden/adapter.ts'
import { debugging } from '#tests/golden/winchester/debugging.ts'
import { distill } from '#tests/golden/winchester/distill.ts'
import { matching } from '#tests/golden/winchester/matching.ts'
import { timex } from '#tests/golden/winchester/timex.ts'
import { triggers } from '#tests/golden/winchester/triggers.ts'

export const winchester: Adapter = {
  groups: { ...timex, ...matching, ...triggers, ...debugging, ...distill },
}
