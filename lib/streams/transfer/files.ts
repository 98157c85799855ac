/** A configuration as Winchester has it, text by text; null: there is no such file. */
export interface Files {
  winchester: string | null
  triggers: Named | null
  pipelines: Named | null
  definitions: Named | null
}

export interface Named {
  /** in what is said of it */
  file: string
  text: string
}

/** What they are called, unless winchester.yaml says otherwise. */
export const FILES = {
  winchester: 'winchester.yaml',
  triggers: 'triggers.yaml',
  pipelines: 'pipelines.yaml',
  definitions: 'event_definitions.yaml',
} as const
