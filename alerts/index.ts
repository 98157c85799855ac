import type { AlertPlugin } from '#lib/plugin.ts'

export const alerts: AlertPlugin[] = []
