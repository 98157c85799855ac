import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import type { Measured } from '#bench/main.ts'
import {
  type Answer,
  type Labelled,
  MEASURES,
  meanOf,
  type Scores,
  scoresOf,
} from '#bench/parts/scores.ts'
import { Classifier } from '#lib/errors/classify/classifier.ts'
import { DEFAULT_SETTINGS } from '#lib/errors/classify/contract.ts'
import { ERROR_LEVEL } from '#lib/errors/event.ts'

/** The best means reached so far on the samples that the project is developed with. They are only ever raised. */
const BEST: Scores = { GA: 0.9705, FGA: 0.9366, PA: 0.8709, FTA: 0.7883 }
/** Figures are given, and compared, in so many places. */
const PLACES = 4
/** The best FGA of another program with one setting for all samples. */
const RIVAL = 0.919

/**
 * `npm run bench -- accuracy FOLDER [--bar]`: how well labelled logs are grouped. The folder has a CSV file a system,
 * with the columns Content, EventId and EventTemplate. With `--bar` it fails where a mean is below the best so far.
 */
export async function measure(): Promise<Measured> {
  const [folder, option] = process.argv.slice(3)
  if (!folder) throw new Error('Name the folder of the labelled logs')
  const files = readdirSync(folder).filter(name => name.endsWith('.csv'))
  if (files.length === 0) throw new Error(`There is no *.csv in ${folder}`)

  say(row('', MEASURES))
  const all = files.sort().map(file => {
    const scores = scoresOfFile(join(folder, file))
    say(row(file.replace(/\.csv$/, ''), figures(scores)))
    return scores
  })
  const mean = meanOf(all)
  say(row('mean', figures(mean)))
  if (option === '--bar') holdTo(mean)
  const { GA, FGA, PA, FTA } = rounded(mean)
  const ratio = Math.round((FGA / RIVAL) * 1000) / 1000
  return { name: 'accuracy', value: FGA, unit: 'FGA', floor: RIVAL, ratio, GA, FGA, PA, FTA }
}

function scoresOfFile(path: string): Scores {
  const { data } = Papa.parse<Record<string, string>>(readFileSync(path, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  })
  const truth = data.map(
    ({ Content = '', EventId = '', EventTemplate = '' }): Labelled => ({
      content: Content,
      group: EventId,
      template: EventTemplate,
    }),
  )
  return scoresOf(truth, answersTo(truth))
}

/** Each line's group is decided when it comes; the templates are what the groups show in the end. */
function answersTo(truth: readonly Labelled[]): Answer[] {
  const classifier = new Classifier(DEFAULT_SETTINGS)
  const plain = { at: 0, level: ERROR_LEVEL, host: '', program: '' }
  const groups = truth.map(
    ({ content }) => classifier.classify({ ...plain, message: content }).group,
  )
  const numbers = new Map([...new Set(groups)].map((group, i) => [group, String(i)]))
  return groups.map(group => ({ group: numbers.get(group) ?? '', template: group.template }))
}

function holdTo(mean: Scores) {
  const worse = MEASURES.filter(name => rounded(mean)[name] < BEST[name])
  if (worse.length > 0)
    throw new Error(`Below the best so far: ${worse.map(name => `${name} was ${BEST[name]}`)}`)
}

const rounded = (scores: Scores): Scores => ({
  GA: Number(scores.GA.toFixed(PLACES)),
  FGA: Number(scores.FGA.toFixed(PLACES)),
  PA: Number(scores.PA.toFixed(PLACES)),
  FTA: Number(scores.FTA.toFixed(PLACES)),
})

const figures = (scores: Scores) => MEASURES.map(name => scores[name].toFixed(PLACES))
const row = (name: string, cells: readonly string[]) =>
  [name.padEnd(14), ...cells.map(cell => cell.padStart(7))].join(' ')
const say = (line: string) => void process.stdout.write(`${line}\n`)
