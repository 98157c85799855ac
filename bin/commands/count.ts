import { Command, Option } from 'commander'
import { UserError } from '#lib/failures.ts'
import { countAt, readDsn } from '#lib/intake/gottwall/client.ts'
import { ACTIONS } from '#lib/intake/gottwall/message.ts'

interface Options {
  to: string
  action: string
  filter: [name: string, value: string][]
  at?: string
}

export const count = new Command('count')
  .description('count a number in a project, over HTTP as GottWall’s clients do')
  .argument('<metric>', 'its name')
  .argument('[value]', 'how much (default: 1)')
  .addOption(
    new Option('--to <address>', 'like http://PUBLIC_KEY:PRIVATE_KEY@127.0.0.1:8890/PROJECT')
      .env('BELFRY_COUNT_TO')
      .makeOptionMandatory(),
  )
  .addOption(new Option('--action <name>', 'what to do').choices(ACTIONS).default('incr'))
  .option('--filter <name=value...>', 'what else it counts for', readFilter, [])
  .option('--at <time>', 'unix seconds, or YYYY-MM-DDTHH:MM:SS in UTC (default: now)')
  .action(async (name: string, value: string | undefined, options: Options) => {
    const { ok, said } = await countAt(readDsn(options.to), {
      ...{ action: options.action, name, timestamp: options.at },
      value: value === undefined ? undefined : readValue(value),
      filters: together(options.filter),
    })
    if (!ok) throw new UserError(`It was not counted: ${said}`)
  })

function readValue(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new UserError(`${text} is no number.`)
}

function readFilter(text: string, before: Options['filter']): Options['filter'] {
  const at = text.indexOf('=')
  if (at < 1) throw new UserError(`--filter ${text} is to be like country=ch.`)
  return [...before, [text.slice(0, at), text.slice(at + 1)]]
}

/** A filter that is given twice counts for both values. */
const together = (filters: Options['filter']): Record<string, string[]> =>
  Object.fromEntries(
    [...Map.groupBy(filters, ([name]) => name)].map(([name, pairs]) => [
      name,
      pairs.map(([, value]) => value),
    ]),
  )
