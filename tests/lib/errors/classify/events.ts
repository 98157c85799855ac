import { Classifier } from '#lib/errors/classify/classifier.ts'
import { DEFAULT_SETTINGS } from '#lib/errors/classify/contract.ts'
import { ERROR_LEVEL, type ErrorEvent, type Exception } from '#lib/errors/event.ts'

export const eventOf = (message: string, more: Partial<ErrorEvent> = {}): ErrorEvent => ({
  at: Date.UTC(2026, 0, 1),
  message,
  level: ERROR_LEVEL,
  host: 'web-1',
  program: 'shop',
  ...more,
})

/** The templates in which a fresh classifier has these messages in the end, each with its messages. */
export function groupsOf(messages: readonly string[]): Record<string, string[]> {
  const classifier = new Classifier(DEFAULT_SETTINGS)
  const groups = messages.map(message => classifier.classify(eventOf(message)).group)
  const found: Record<string, string[]> = {}
  for (const [i, { template }] of groups.entries()) {
    found[template] ??= []
    found[template].push(messages[i] as string)
  }
  return found
}

export const exceptionOf = (type: string, calls: string[], message = ''): Exception => ({
  type,
  message,
  frames: calls.map(call => ({
    function: call,
    module: 'shop.orders',
    file: 'orders.py',
    line: 12,
    inApp: true,
  })),
})
