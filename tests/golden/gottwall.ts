import type { Adapter } from '#tests/golden/adapter.ts'
import { clients } from '#tests/golden/gottwall/clients.ts'
import { conversations } from '#tests/golden/gottwall/conversations.ts'
import { counting } from '#tests/golden/gottwall/counting.ts'
import { reading } from '#tests/golden/gottwall/reading.ts'
import { signing } from '#tests/golden/gottwall/signing.ts'

export const gottwall: Adapter = {
  groups: { ...signing, ...counting, ...conversations, ...clients, ...reading },
}
