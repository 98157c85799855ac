/** Winchester's debug levels, as choices. */
export const DEBUG_LEVELS = [
  { value: '0', label: 'Nothing' },
  { value: '1', label: 'How many' },
  { value: '2', label: 'And why' },
] as const
