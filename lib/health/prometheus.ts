import type { Health } from '#lib/health/status.ts'

type Numbers = Record<string, number>

export interface Measured {
  /** null when the database was away */
  health: Health | null
  /** by state */
  monitors: Numbers
  /** by status */
  deliveries: Numbers
}

/** The text format of Prometheus, version 0.0.4. */
export function promText({ health, monitors, deliveries }: Measured): string {
  const roles = Object.entries(health?.roles ?? {})
  const queues = Object.entries(health?.queues ?? {})
  return [
    gauge('belfry_monitors', 'Monitors by state.', 'state', monitors),
    gauge('belfry_deliveries', 'Deliveries that are kept, by status.', 'status', deliveries),
    gauge(
      'belfry_processes',
      'Processes that are alive, by role.',
      'role',
      Object.fromEntries(roles.map(([role, { processes }]) => [role, processes])),
    ),
    gauge(
      'belfry_jobs_due',
      'Jobs whose time has come and that nobody has taken.',
      'task',
      Object.fromEntries(queues.map(([task, { due }]) => [task, due])),
    ),
    gauge(
      'belfry_jobs_running',
      'Jobs that are being done.',
      'task',
      Object.fromEntries(queues.map(([task, { running }]) => [task, running])),
    ),
    lines('belfry_lag_seconds', 'For how long the oldest due job has been due.', [
      `belfry_lag_seconds ${(health?.lagMs ?? 0) / 1000}`,
    ]),
  ].join('')
}

const gauge = (name: string, help: string, label: string, numbers: Numbers) =>
  lines(
    name,
    help,
    Object.entries(numbers).map(([value, n]) => `${name}{${label}="${value}"} ${n}`),
  )

const lines = (name: string, help: string, samples: string[]) =>
  [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...samples, ''].join('\n')
