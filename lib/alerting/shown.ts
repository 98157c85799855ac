import { type Grant, may } from '#lib/access/rights.ts'
import type { AlertView } from '#lib/alerting/schema.ts'
import { withHostsOnly } from '#lib/shown-address.ts'

/** An alert as somebody may see it: whole addresses are for those who may change it. */
export const shownTo = (grant: Grant, alert: AlertView): AlertView =>
  may(grant, 'alerts:write') ? alert : { ...alert, config: withHostsOnly(alert.config) }
