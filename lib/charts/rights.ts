import type { Right } from '#lib/access/rights.ts'
import type { PanelKind } from '#lib/charts/panel.ts'

/** What somebody must be allowed to read to see a panel; null: whoever sees what it is on. */
export const RIGHT_TO_SEE: Record<PanelKind, Right | null> = {
  ...{ metrics: 'metrics:read', table: 'metrics:read', number: 'metrics:read' },
  ...{ monitor: 'monitors:read', monitors: 'monitors:read', errors: 'errors:read' },
  text: null,
}
