/** What every event has besides its traits; a trait of such a name is asked for as `body.type`. */
export const OWN_KEYS = ['type', 'host', 'duration', 'id', 'uid', 'pid'] as const
