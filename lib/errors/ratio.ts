/** Ratios as they are kept: how many, their mean, the sum of squared deviations from it. */
export interface RatioPart {
  count: number
  mean: number
  m2: number
}

/** How alike a signature's messages are to it: mean and population standard deviation; null of nothing. */
export interface RatioStatistics {
  count: number
  mean: number
  deviation: number
}

/** Statistics of all parts together (Chan, Golub and LeVeque: updating formulae for sample variances, 1979). */
export function ratioStatistics(parts: readonly RatioPart[]): RatioStatistics | null {
  const all = parts.reduce(joined, { count: 0, mean: 0, m2: 0 })
  if (all.count === 0) return null
  return { count: all.count, mean: all.mean, deviation: Math.sqrt(Math.max(0, all.m2) / all.count) }
}

export function joined(a: RatioPart, b: RatioPart): RatioPart {
  const count = a.count + b.count
  if (count === 0) return a
  const apart = b.mean - a.mean
  return {
    count,
    mean: a.mean + (apart * b.count) / count,
    m2: a.m2 + b.m2 + (apart * apart * a.count * b.count) / count,
  }
}

/** What is left of `all` without a part of it. */
export function without(all: RatioPart, part: RatioPart): RatioPart {
  const count = all.count - part.count
  if (count <= 0) return { count: 0, mean: 0, m2: 0 }
  const mean = (all.count * all.mean - part.count * part.mean) / count
  const apart = part.mean - mean
  const between = (apart * apart * count * part.count) / all.count
  return { count, mean, m2: Math.max(0, all.m2 - part.m2 - between) }
}
