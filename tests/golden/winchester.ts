import type { Adapter } from '#tests/golden/adapter.ts'
import { adding } from '#tests/golden/winchester/adding.ts'
import { apiJson } from '#tests/golden/winchester/api-json.ts'
import { db } from '#tests/golden/winchester/database.ts'
import { debugging } from '#tests/golden/winchester/debugging.ts'
import { distill } from '#tests/golden/winchester/distill.ts'
import { closeFixture } from '#tests/golden/winchester/fixture.ts'
import { matching } from '#tests/golden/winchester/matching.ts'
import { pipelines } from '#tests/golden/winchester/pipelines.ts'
import { states } from '#tests/golden/winchester/states.ts'
import { timex } from '#tests/golden/winchester/timex.ts'
import { triggers } from '#tests/golden/winchester/triggers.ts'

export const winchester: Adapter = {
  groups: {
    db,
    api_json: apiJson,
    ...timex,
    ...matching,
    ...triggers,
    ...adding,
    ...debugging,
    ...states,
    ...pipelines,
    ...distill,
  },
  close: closeFixture,
}
