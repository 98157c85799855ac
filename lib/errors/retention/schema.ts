import { z } from 'zod'

const days = (standard: number, most: number) => z.int().min(1).max(most).default(standard)

/** For how long errors are counted by the second, the minute and the hour. */
export const retention = z
  .strictObject({
    secondsDays: days(2, 31).describe('Days for which counts are kept by the second.'),
    minutesDays: days(30, 400).describe('Days for which counts are kept by the minute.'),
    hoursDays: days(730, 3_660).describe('Days for which counts are kept by the hour.'),
  })
  .refine(({ secondsDays, minutesDays }) => secondsDays <= minutesDays, {
    path: ['minutesDays'],
    error: 'must not be less than those by the second',
  })
  .refine(({ minutesDays, hoursDays }) => minutesDays <= hoursDays, {
    path: ['hoursDays'],
    error: 'must not be less than those by the minute',
  })
export type Retention = z.output<typeof retention>
