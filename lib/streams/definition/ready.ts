/** Whether enough events met each of the fire criteria. */
export const isReady = (met: readonly number[], needed: readonly number[]): boolean =>
  needed.every((number, i) => (met[i] ?? 0) >= number)
