import type { Adapter } from '#tests/golden/adapter.ts'
import { contexts } from '#tests/golden/blueox/contexts.ts'
import { files } from '#tests/golden/blueox/files.ts'
import { values } from '#tests/golden/blueox/values.ts'

export const blueox: Adapter = { groups: { ...contexts, ...files, ...values } }
