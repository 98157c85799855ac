const FIRST_SECONDS = 10
const TIMES = 4
const MOST_SECONDS = 3_600

/** After which time a pipeline that has failed so often is tried again: 10 s, 40 s, 160 s…, an hour at most. */
export const retryAfterSeconds = (attempts: number): number =>
  Math.min(FIRST_SECONDS * TIMES ** (attempts - 1), MOST_SECONDS)
