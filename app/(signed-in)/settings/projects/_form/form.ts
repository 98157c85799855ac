import type { UseFormReturnType } from '@mantine/form'
import type { ProjectInput } from '#lib/projects/schema.ts'

export type ProjectFormState = UseFormReturnType<ProjectInput>
