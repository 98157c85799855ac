import { z } from 'zod'
import { type ErrorEvent, LEVELS } from '#lib/errors/event.ts'
import { defineHandler } from '#lib/streams/handlers/contract.ts'
import { template, templateOf } from '#lib/streams/template.ts'

const NAME_LIMIT = 255
const MESSAGE_LIMIT = 4_000

export const error = defineHandler({
  id: 'error',
  label: 'Error',
  description: 'Tells the stream as an error, which is counted and grouped like any other.',
  params: z.strictObject({
    message: template(MESSAGE_LIMIT).min(1).meta({
      title: 'Message',
      description: 'With {{places}}.',
      placeholder: 'Order {{order}} was not shipped',
      multiline: true,
    }),
    level: z.enum(LEVELS).default('error').meta({ title: 'Level' }),
    program: template(NAME_LIMIT)
      .default('{{stream.trigger}}')
      .meta({ title: 'Program', description: 'With {{places}}.' }),
    host: template(NAME_LIMIT)
      .default('{{last.host}}')
      .meta({ title: 'Host', description: 'With {{places}}.' }),
    fingerprint: z.array(template(NAME_LIMIT)).max(10).optional().meta({
      title: 'Fingerprint',
      description:
        'Texts with {{places}}; errors with the same ones are one. Without it, their messages decide.',
    }),
  }),

  open({ message, level, program, host, fingerprint }, { stream }) {
    const templates = {
      message: templateOf(message),
      program: templateOf(program),
      host: templateOf(host),
    }
    const marks = fingerprint?.map(templateOf)
    let told: ErrorEvent | undefined
    return {
      handle(events) {
        const filling = { stream, events }
        told = {
          at: Date.now(),
          level: LEVELS.indexOf(level),
          message: templates.message.text(filling),
          program: templates.program.text(filling),
          host: templates.host.text(filling),
          ...(marks && { fingerprint: marks.map(mark => mark.text(filling)) }),
          details: { extra: { stream: stream.url, ...stream.traits } },
        }
        return events
      },
      commit(effects) {
        if (told) effects.errors.push(told)
      },
    }
  },
})
