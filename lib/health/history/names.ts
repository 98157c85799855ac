/** The numbers that are kept of each minute. Names are only ever added: what is kept is read by them. */
export const VITAL_NAMES = [
  /** planned runs of the minute that were done at its end */
  'runs',
  /** seconds from planned time to start, of those */
  'lateP50',
  'lateP99',
  /** runs that were ended from outside */
  'killed',
  /** active monitors whose time had passed without a run */
  'overdue',
  'jobsDue',
  'streamsDue',
  /** for how long the oldest due job or stream had been due */
  'lagSeconds',
  'deliveriesWaiting',
  'deliveriesOldestSeconds',
  'postsWaiting',
  /** of what came in within the minute */
  'taken',
  'dropped',
  'databaseBytes',
  'connections',
] as const
export type VitalName = (typeof VITAL_NAMES)[number]
