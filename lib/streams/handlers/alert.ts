import { z } from 'zod'
import { key } from '#lib/monitors/schema.ts'
import { defineHandler, type StreamFacts } from '#lib/streams/handlers/contract.ts'
import { type Filling, type Template, template, templateOf } from '#lib/streams/template.ts'

const MESSAGE_LIMIT = 4_000
const VALUE_LIMIT = 255
const ALERTS_LIMIT = 100

export const alert = defineHandler({
  id: 'alert',
  label: 'Alert',
  description:
    'Tells the stream through alerts: a delivery like that of a monitor, tried again until it arrives.',
  params: z.strictObject({
    state: z
      .enum(['ALARM', 'ERROR', 'OK'])
      .default('ALARM')
      .meta({ title: 'State', description: 'Alerts that are on for it tell it.' }),
    message: template(MESSAGE_LIMIT).optional().meta({
      title: 'Message',
      description:
        'With {{places}}; without it, whether the stream is complete and how many events it has.',
      placeholder: 'Order {{order}} was not shipped: {{events.length}} events came',
      multiline: true,
    }),
    value: template(VALUE_LIMIT).optional().meta({
      title: 'Value',
      description: 'A number or text that goes with it.',
      placeholder: '{{last.amount}}',
    }),
    alerts: z.array(key).min(1).max(ALERTS_LIMIT).optional().meta({
      title: 'Alerts',
      description: 'Their keys; without them, all.',
    }),
  }),
  refers: ({ alerts = [] }) =>
    alerts.map((name, place) => ({ kind: 'alert', name, path: ['alerts', place] })),

  open({ state, message, value, alerts = null }, { stream }) {
    const messageOf = message === undefined ? undefined : templateOf(message)
    const valueTold = value === undefined ? undefined : templateOf(value)
    let said = ''
    let told: string | number | null = null
    return {
      handle(events) {
        const filling = { stream, events }
        said = (messageOf?.text(filling) ?? inWords(stream, events.length))
          .slice(0, MESSAGE_LIMIT)
          .toWellFormed()
        told = valueTold ? numberOrText(valueTold, filling) : null
        return events
      },
      commit(effects) {
        effects.notices.push({ state, message: said, value: told, alerts })
      },
    }
  },
})

function inWords({ occasion }: StreamFacts, events: number): string {
  const count = `${events} ${events === 1 ? 'event' : 'events'}`
  return occasion === 'fire'
    ? `The stream is complete, with ${count}.`
    : `The time of the stream is over, with ${count}.`
}

function numberOrText(told: Template, filling: Filling): string | number | null {
  const value = told.value(filling)
  return typeof value === 'number'
    ? value
    : told.text(filling).slice(0, VALUE_LIMIT).toWellFormed() || null
}
