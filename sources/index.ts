import type { SourcePlugin } from '#lib/plugin.ts'

export const sources: SourcePlugin[] = []
