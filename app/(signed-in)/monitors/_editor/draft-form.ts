import type { UseFormReturnType } from '@mantine/form'
import type { MonitorInput } from '#lib/monitors/schema.ts'

/** The form of a monitor; its values are the monitor as it is saved. */
export type DraftForm = UseFormReturnType<MonitorInput>

/** What a monitor can be given to choose from. */
export interface Choice {
  key: string
  description: string
}

export interface Choices {
  sources: Choice[]
  alerts: Choice[]
  tags: string[]
  groups: string[]
  zones: string[]
}
