/** What is counted of each trigger, at every debug level; most are Winchester's words. */
const COUNTERS = [
  'New stream',
  'Added events',
  'Ready to fire',
  'Streams fired',
  'Streams expired',
  'Locked',
  'Pre-commit successful',
  'Pipeline error',
  'Commit successful',
  'Commit error',
  'Rollback successful',
  'Rollback error',
  'Unknown trigger def',
  'Unknown pipeline',
  'No fire pipeline',
  'No expire pipeline',
  'Too deep',
] as const

export type Counter = (typeof COUNTERS)[number]
