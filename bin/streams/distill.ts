import { createWriteStream, readFileSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { Command } from 'commander'
import { reasonOf, UserError } from '#lib/failures.ts'
import { itemsOf } from '#lib/intake/http/items.ts'
import { readDefinitions } from '#lib/streams/definitions/content.ts'
import { openTrial, type Trial } from '#lib/streams/definitions/trial.ts'

interface Options {
  definitions: string
  catchAll?: boolean
  output?: string
}

export const distill = new Command('distill')
  .description(
    'try event definitions on notifications: prints the events that they become, a line of JSON for each, and says which are dropped and why; stores nothing',
  )
  .argument('<files...>', 'notifications: JSON, an array, or JSON lines; - for standard input')
  .requiredOption('-d, --definitions <file>', 'event definitions as Winchester has them, in YAML')
  .option('--catch-all', 'what no definition takes becomes an event with the default traits')
  .option('-o, --output <file>', 'write the events there')
  .action(async (files: string[], { definitions, catchAll = false, output }: Options) => {
    const saved = definitionsIn(definitions)
    const trial = openTrial({ saved, catchAll })
    const counts = { events: 0, dropped: 0 }
    // Whatever is wrong with a file is said before anything is written.
    const read = files.map(file => ({ file, items: notificationsIn(file) }))
    const out = output === undefined ? process.stdout : createWriteStream(output)

    for (const { file, items } of read)
      for (const [at, item] of items.entries()) {
        const tried = 'error' in item ? unread(item.error) : trial(item.value)
        if (tried.event) out.write(`${JSON.stringify(tried.event)}\n`)
        else say(`${file}, notification ${at + 1}: dropped: ${whyNot(tried)}`)
        counts[tried.event ? 'events' : 'dropped']++
      }

    if (out !== process.stdout) await finished(out.end())
    say(`${counts.events} ${counts.events === 1 ? 'event' : 'events'}, ${counts.dropped} dropped`)
  })

const say = (line: string) => void process.stderr.write(`${line}\n`)

const definitionsIn = (file: string) =>
  readDefinitions(textOf(file).toString(), file).map(({ content }, at) => ({
    ...content,
    id: at + 1,
  }))

const notificationsIn = (file: string) => itemsOf(textOf(file))

function textOf(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${reasonOf(error)}`)
  }
}

const unread = (error: string): Pick<Trial, 'event' | 'reason' | 'traits'> => ({
  ...{ event: null, reason: error, traits: [] },
})

function whyNot({ reason, traits }: Pick<Trial, 'reason' | 'traits'>): string {
  const problems = traits.flatMap(({ trait, problem }) => (problem ? [`${trait}: ${problem}`] : []))
  return [reason, ...problems].join(' ')
}
