/** One line of a labelled log: what it says, its true group, its true template. */
export interface Labelled {
  content: string
  group: string
  template: string
}

/** What a classifier said of a line. */
export interface Answer {
  group: string
  template: string
}

/** GA, FGA: lines and groups that are grouped exactly right; PA, FTA: lines and templates with exactly the right text. */
export interface Scores {
  GA: number
  FGA: number
  PA: number
  FTA: number
}

export const MEASURES = ['GA', 'FGA', 'PA', 'FTA'] as const

export function scoresOf(truth: readonly Labelled[], answers: readonly Answer[]): Scores {
  const pairs = truth.map((line, i) => ({ line, answer: answers[i] as Answer }))
  return { ...grouping(pairs), ...templates(pairs) }
}

export function meanOf(all: readonly Scores[]): Scores {
  const mean = (measure: keyof Scores) =>
    all.reduce((sum, scores) => sum + scores[measure], 0) / all.length
  return { GA: mean('GA'), FGA: mean('FGA'), PA: mean('PA'), FTA: mean('FTA') }
}

type Pair = { line: Labelled; answer: Answer }

function grouping(pairs: readonly Pair[]): Pick<Scores, 'GA' | 'FGA'> {
  const trueSizes = Map.groupBy(pairs, ({ line }) => line.group)
  const groups = Map.groupBy(pairs, ({ answer }) => answer.group)
  let lines = 0
  let right = 0
  for (const members of groups.values()) {
    const labels = new Set(members.map(({ line }) => line.group))
    const [label = ''] = labels
    if (labels.size > 1 || trueSizes.get(label)?.length !== members.length) continue
    lines += members.length
    right++
  }
  return { GA: lines / pairs.length, FGA: f1(right, groups.size, trueSizes.size) }
}

function templates(pairs: readonly Pair[]): Pick<Scores, 'PA' | 'FTA'> {
  const shown = Map.groupBy(pairs, ({ answer }) => answer.template)
  const known = new Set(pairs.map(({ line }) => line.template))
  const right = [...shown].filter(([template, members]) =>
    members.every(({ line }) => line.template === template),
  )
  const same = pairs.filter(({ line, answer }) => line.template === answer.template)
  return { PA: same.length / pairs.length, FTA: f1(right.length, shown.size, known.size) }
}

function f1(right: number, found: number, known: number): number {
  return right === 0 ? 0 : (2 * right) / (found + known)
}
