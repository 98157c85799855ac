import type { Adapter } from '#tests/golden/adapter.ts'
import { categories } from '#tests/golden/firetower/categories.ts'
import { clients } from '#tests/golden/firetower/clients.ts'
import { counts } from '#tests/golden/firetower/counts.ts'
import { likeness } from '#tests/golden/firetower/likeness.ts'

export const firetower: Adapter = { groups: { ...likeness, ...categories, ...counts, ...clients } }
