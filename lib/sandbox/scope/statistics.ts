/**
 * The statistics of a script's scope. Gaps (null, undefined, NaN) are left out; of nothing at all only the
 * sum is a number. Compiled into each isolate by its text, so it knows nothing but its own body.
 */
export function statistics() {
  const present = (values: unknown) => {
    if (!Array.isArray(values)) throw new TypeError('statistics take an array of numbers')
    return values.filter(
      (value): value is number => typeof value === 'number' && !Number.isNaN(value),
    )
  }
  const total = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0)
  const mean = (values: unknown) => {
    const numbers = present(values)
    return total(numbers) / numbers.length
  }
  /** Between two neighbours in proportion, as spreadsheets do it. */
  const percentile = (values: unknown, percent: unknown) => {
    if (typeof percent !== 'number' || !(percent >= 0 && percent <= 100))
      throw new RangeError('percentile(values, percent) takes 0 to 100')
    const numbers = present(values).sort((a, b) => a - b)
    const place = ((numbers.length - 1) * percent) / 100
    const low = numbers[Math.floor(place)] ?? Number.NaN
    const high = numbers[Math.ceil(place)] ?? Number.NaN
    return low + (high - low) * (place - Math.floor(place))
  }
  /** Of the population: the root of the mean of squared distances from the mean. */
  const stdev = (values: unknown) => {
    const numbers = present(values)
    const middle = mean(numbers)
    return Math.sqrt(mean(numbers.map(number => (number - middle) ** 2)))
  }
  const best = (values: unknown, isBetter: (a: number, b: number) => boolean) => {
    const numbers = present(values)
    const first = numbers[0] ?? Number.NaN
    return numbers.reduce((found, number) => (isBetter(number, found) ? number : found), first)
  }

  return {
    sum: (values: unknown) => total(present(values)),
    mean,
    median: (values: unknown) => percentile(values, 50),
    percentile,
    stdev,
    min: (values: unknown) => best(values, (a, b) => a < b),
    max: (values: unknown) => best(values, (a, b) => a > b),
  }
}
