import type { GroupView } from '#lib/access/groups/schema.ts'

/** What is limited to a group: `2 sources, 1 monitor`; empty when nothing is. */
export function limitsInWords(limits: GroupView['limits']) {
  const { sources, projects, monitors, dashboards, tokens } = limits
  const counts: [number, string][] = [
    [sources, 'source'],
    [projects, 'project'],
    [monitors, 'monitor'],
    [dashboards, 'dashboard'],
    [tokens, 'token'],
  ]
  return counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}${count === 1 ? '' : 's'}`)
    .join(', ')
}
