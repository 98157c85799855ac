import type { z } from 'zod'
import type { Match } from '#lib/streams/distiller/path.ts'

/** Makes the value of a trait of all that its fields have found; null leaves the trait out. */
export type ValueOf = (matches: readonly Match[]) => unknown

/** How the value of a trait is made, where it is not just what was found: one file here, one line in the index. */
export interface TraitPlugin<S extends z.ZodObject = z.ZodObject> {
  id: string
  label: string
  description: string
  params: S
  open(params: z.output<S>): ValueOf
}

export function defineTraitPlugin<S extends z.ZodObject>(plugin: TraitPlugin<S>): TraitPlugin<S> {
  return plugin
}
