import type { Adapter } from '#tests/golden/adapter.ts'
import { contexts } from '#tests/golden/blueox/contexts.ts'
import { values } from '#tests/golden/blueox/values.ts'

export const blueox: Adapter = { groups: { ...contexts, ...values } }
