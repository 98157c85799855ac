import { LEVELS, type LevelName } from '#lib/errors/event.ts'
import { levelNamed } from '#lib/intake/levels.ts'
import { textOf } from '#lib/intake/untrusted.ts'

/**
 * The level of a record by its severity number (opentelemetry.io/docs/specs/otel/logs/data-model, 1 to 24), or by its
 * text where there is no number; undefined when it has neither.
 */
export function levelOf(number: unknown, text: unknown): number | undefined {
  const name = namedBy(numberOf(number))
  return name ? LEVELS.indexOf(name) : levelNamed(text)
}

/** Some senders of JSON give the enum's name: `SEVERITY_NUMBER_ERROR2`. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  const [, name = '', step = '1'] =
    /^SEVERITY_NUMBER_(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)([234])?$/.exec(textOf(value, 50)) ?? []
  const base = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].indexOf(name)
  return base < 0 ? Number(textOf(value, 50)) : base * 4 + Number(step)
}

function namedBy(number: number): LevelName | undefined {
  if (!(number >= 1 && number <= 24)) return undefined
  if (number >= 21) return 'critical'
  if (number >= 17) return 'error'
  if (number >= 13) return 'warning'
  return number >= 9 ? 'info' : 'debug'
}
