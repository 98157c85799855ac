import { z } from 'zod'

const days = (most: number) => z.int().min(1).max(most)

const fields = {
  secondsDays: days(31).describe('Days for which counts are kept by the second.'),
  minutesDays: days(400).describe('Days for which counts are kept by the minute.'),
  hoursDays: days(3_660).describe('Days for which counts are kept by the hour.'),
}

/** What is left out stays. */
export const retentionPatch = z.strictObject(fields).partial()
export type RetentionPatch = z.output<typeof retentionPatch>

/** For how long errors are counted by the second, the minute and the hour. */
export const retention = z
  .strictObject({
    secondsDays: fields.secondsDays.default(2),
    minutesDays: fields.minutesDays.default(30),
    hoursDays: fields.hoursDays.default(730),
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
