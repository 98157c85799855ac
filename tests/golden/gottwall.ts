import type { Adapter } from '#tests/golden/adapter.ts'
import { conversations } from '#tests/golden/gottwall/conversations.ts'
import { counting } from '#tests/golden/gottwall/counting.ts'
import { signing } from '#tests/golden/gottwall/signing.ts'

export const gottwall: Adapter = { groups: { ...signing, ...counting, ...conversations } }
