import type { Adapter } from '#tests/golden/adapter.ts'
import { contexts } from '#tests/golden/blueox/contexts.ts'
import { files } from '#tests/golden/blueox/files.ts'
import { integrations } from '#tests/golden/blueox/integrations.ts'
import { values } from '#tests/golden/blueox/values.ts'
import { viewing } from '#tests/golden/blueox/viewing.ts'
import { wire } from '#tests/golden/blueox/wire.ts'
import { zmtp } from '#tests/golden/blueox/zmtp.ts'

export const blueox: Adapter = {
  groups: { ...contexts, ...files, ...integrations, ...values, ...viewing, ...wire, ...zmtp },
}
