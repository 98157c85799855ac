import { bitfield } from '#lib/streams/distiller/plugins/bitfield.ts'
import type { TraitPlugin } from '#lib/streams/distiller/plugins/plugin.ts'
import { split } from '#lib/streams/distiller/plugins/split.ts'

/** What makes values of traits: one line each. */
export const traitPlugins: readonly TraitPlugin[] = [split, bitfield]
