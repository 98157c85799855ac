import { z } from 'zod'
import { DEFAULT_STATES } from '#lib/alerting/switches.ts'
import { key, stateName } from '#lib/monitors/schema.ts'

const description = z.string().max(10_000)
const settings = z.record(z.string(), z.unknown())
const states = z
  .array(stateName)
  .transform(names => [...new Set(names)])
  .describe('A change is told when the new state is among these.')

/** An alert as people and files give it: the body of `POST /api/alerts` and an entry of belfry.yaml. */
export const alertInput = z.strictObject({
  key: key.describe('The name that monitors choose it by.'),
  type: z.string().describe('The id of an alert plugin.'),
  description: description.default(''),
  config: settings.default({}).describe("The plugin's settings."),
  enabled: z.boolean().default(true).describe('The master switch.'),
  states: states.prefault([...DEFAULT_STATES]),
})
export type AlertInput = z.output<typeof alertInput>

/** The body of `PATCH /api/alerts/{key}`: in `config`, what is left out stays and null takes away. */
export const alertPatch = z.strictObject({
  description: description.optional(),
  config: settings.optional(),
  enabled: z.boolean().optional(),
  states: states.optional(),
})

export const deliveryStatus = z.enum(['queued', 'sent', 'superseded', 'dead'])

/** An alert as people see it; secrets that are set show as `********`. */
export const alertView = z.object({
  key: z.string(),
  type: z.string(),
  description: z.string(),
  config: settings,
  enabled: z.boolean(),
  states: z.array(stateName),
  declared: z.boolean().describe('Declared in the configuration file, and only changed there.'),
  updatedAt: z.iso.datetime(),
  waiting: z.int().describe('Deliveries that are queued.'),
  lastDelivery: z
    .object({
      id: z.int(),
      status: deliveryStatus,
      at: z.iso.datetime().describe('When it was finished, or queued.'),
      monitor: z.string().describe('Its name, or that of a trigger.'),
      error: z.string().nullable(),
    })
    .nullable(),
})
export type AlertView = z.output<typeof alertView>

export const deliveryFilter = z.object({
  alert: z
    .string()
    .optional()
    .describe(
      'Key of the alert. Those of heartbeats are left out unless alert or monitor is named.',
    ),
  monitor: z.coerce
    .number()
    .int()
    .min(1)
    .max(2_147_483_647)
    .optional()
    .describe('Id of the monitor.'),
  status: deliveryStatus.optional(),
  q: z
    .string()
    .optional()
    .describe('A part of the name of alert, monitor or trigger, or of the last error.'),
  stream: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the id of a stream')
    .optional()
    .describe('Id of the stream whose pipeline told it.'),
})
export type DeliveryFilter = z.output<typeof deliveryFilter>

/** What came of each attempt to send something. */
export const attemptLog = z.array(
  z.object({
    at: z.iso.datetime(),
    durationMs: z.int(),
    ok: z.boolean(),
    status: z.string(),
    error: z.string().nullable(),
  }),
)

/** A delivery as people see it, with every attempt. */
export const deliveryView = z.object({
  id: z.int(),
  uid: z.uuid().describe('Goes with every attempt.'),
  alert: z.string(),
  monitor: z
    .object({ id: z.int(), name: z.string() })
    .nullable()
    .describe('Whose transition it is; null: it is of a notice.'),
  transition: z
    .object({
      id: z.int(),
      at: z.iso.datetime(),
      from: stateName,
      to: stateName,
      message: z.string(),
      value: z.json(),
    })
    .nullable(),
  notice: z
    .object({
      id: z.int(),
      at: z.iso.datetime(),
      project: z.string(),
      trigger: z.object({ id: z.int(), name: z.string() }),
      stream: z.string().describe('Its id.'),
      occasion: z.enum(['fire', 'expire']),
      traits: z.record(z.string(), z.json()).describe('The distinguishing values.'),
      state: stateName,
      message: z.string(),
      value: z.json(),
    })
    .nullable()
    .describe('What the pipeline of a stream tells; null: it is of a transition.'),
  repeat: z.int(),
  status: deliveryStatus,
  attempts: z.int(),
  createdAt: z.iso.datetime(),
  nextAttemptAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  sending: z.boolean().describe('An attempt is under way.'),
  lastError: z.string().nullable(),
  supersededBy: z.int().nullable().describe('The later delivery that replaced it.'),
  log: attemptLog,
})
export type DeliveryView = z.output<typeof deliveryView>
