import type { Plain, StateName, ToldStream, Transition } from '#lib/plugin.ts'

type Change = Pick<Transition, 'monitor' | 'from' | 'to' | 'message' | 'value'>
type OfStream = Change & { stream: ToldStream }

/** Longer messages are cut wherever people read them; the whole one is on the monitor's page. */
export const MESSAGE_LIMIT = 4_000

/** A value of many numbers is cut too: receivers refuse what is too long, and an alert would be lost. */
const VALUE_LIMIT = 2_000

/** The five lines that Revere sent, under our name. */
export function fiveLines({ monitor, from, to, message, value }: Change): string {
  return [
    '[Belfry Alarm]',
    `Monitor: ${oneLine(monitor)}`,
    `State Change: ${stateChange({ from, to }, '->')}`,
    `Message: ${cut(lines(message), MESSAGE_LIMIT)}`,
    `Return Value: ${valueText(value)}`,
  ].join('\n')
}

/** The same of a stream. */
function streamLines({ monitor, stream, to, message, value }: OfStream): string {
  return [
    '[Belfry Alarm]',
    `Trigger: ${oneLine(monitor)}`,
    `State: ${to}`,
    `Stream: ${streamText(stream)}`,
    `Message: ${cut(lines(message), MESSAGE_LIMIT)}`,
    ...(value === null ? [] : [`Value: ${valueText(value)}`]),
  ].join('\n')
}

/** What tells streams of one trigger apart: `order: 17`; or which one it is. */
export function streamText({ id, traits }: ToldStream): string {
  const values = Object.entries(traits).map(
    ([name, value]) =>
      `${oneLine(name)}: ${oneLine(typeof value === 'string' ? value : JSON.stringify(value))}`,
  )
  return cut(values.join(', '), VALUE_LIMIT) || id
}

/** `OK → ALARM`; of a stream the new state alone. */
export const stateChange = ({ from, to }: Pick<Transition, 'from' | 'to'>, arrow = '→'): string =>
  from === null ? to : `${from} ${arrow} ${to}`

/** What every channel of plain text says: the five lines, then where to look, what to do, and how it came. */
export function plainText(transition: Transition): string {
  const { url, runbookUrl, history, stream } = transition
  const first = stream ? streamLines({ ...transition, stream }) : fiveLines(transition)
  const notes = [notice(transition), url, runbookUrl && `Runbook: ${runbookUrl}`, history]
  const below = notes.filter(Boolean).join('\n')
  return below ? `${first}\n\n${below}` : first
}

/** One line that says it all: `ALARM: Mail queue`. */
export function headline({ monitor, to, repeat, test }: Transition): string {
  const still = repeat > 0 ? 'still ' : ''
  return `${test ? '[Test] ' : ''}${still}${to}: ${oneLine(monitor)}`
}

/** What is not plain from the change itself, or ''. */
export function notice({ test, repeat, to }: Transition): string {
  if (test) return 'This is a test from the alerts page: nothing happened.'
  return repeat > 0 ? `Still ${to}: repetition ${repeat}.` : ''
}

/** A value as Revere printed it; one that is not there is `None`, as Python has it. */
export function valueText(value: Plain): string {
  if (value === null) return 'None'
  if (typeof value !== 'object') return oneLine(String(value))
  const numbers = Object.entries(value).map(([name, number]) => `${oneLine(name)}: ${number}`)
  return cut(numbers.join(', '), VALUE_LIMIT)
}

export const isBad = (state: StateName): boolean => state === 'ALARM' || state === 'ERROR'

/** At most `limit` characters, with a mark of the cut; never ends within a character. */
export function cut(text: string, limit: number): string {
  const whole = text.toWellFormed()
  if (whole.length <= limit) return whole
  const mark = `… (cut, ${whole.length} characters)`
  return whole.slice(0, Math.max(0, limit - mark.length)).replace(/[\ud800-\udbff]$/, '') + mark
}

/** Text with plain line ends, without other control characters and without marks that turn its direction. */
export const lines = (text: string): string =>
  text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '')

/** Text on one line: what goes into headers, subjects and titles. */
export const oneLine = (text: string): string =>
  lines(text.replace(/\p{Cc}+/gu, ' '))
    .replaceAll('\n', ' ')
    .trim()
    .toWellFormed()
