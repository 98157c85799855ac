/** What `belfry demo streams` puts up, as triggers.yaml and pipelines.yaml would say it; `day` is a number of seconds. */
export const TRIGGER = 'Demo: orders'

export const triggerYaml = (
  day: number,
) => `# An order must be paid and shipped within a day, which is ${day} s here.
name: '${TRIGGER}'
distinguished_by: [order]
expiration: $first + ${day}s
match_criteria:
  - event_type: order.*
fire_criteria:
  - event_type: order.placed
  - event_type: order.paid
  - event_type: order.shipped
fire_pipeline: 'Demo: order complete'
expire_pipeline: 'Demo: order overdue'
debug_level: 2
`

export const PIPELINES = [
  `# All three came: how long it took, and what it was worth.
'Demo: order complete':
  - name: metric
    params:
      name: demo.orders.seconds
      kind: distribution
      between: [order.placed, order.shipped]
      filters: { carrier: '{{carrier}}' }
  - name: metric
    params: { name: demo.orders.amount, value: '{{amount}}' }
`,
  `# The day has passed without.
'Demo: order overdue':
  - log
  - name: error
    params:
      message: 'Order {{order}} is overdue: the last of it was {{last.event_type}}'
      program: shop
      fingerprint: [order overdue, '{{last.event_type}}']
  - name: metric
    params:
      name: demo.orders.overdue
      filters: { last: '{{last.event_type}}' }
`,
]
