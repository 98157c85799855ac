import { z } from 'zod'
import { traitPlugins } from '#lib/streams/distiller/plugins/index.ts'
import { pointExpression } from '#lib/streams/timex/schema.ts'
import { readYaml } from '#lib/streams/yaml.ts'

const ignored = z.unknown().optional()
const file = z.string().min(1).max(1_000)

const pluginClasses = z.record(z.string(), z.string()).superRefine((classes, context) => {
  for (const name of Object.keys(classes))
    if (!traitPlugins.some(({ id }) => id === name))
      context.addIssue({
        ...{ code: 'custom', path: [name] },
        message: 'is a plugin of your own: a script step of a pipeline can do its work',
      })
})

/** What stands in winchester.yaml; what is about its processes and its database has no meaning here. */
const winchester = z.strictObject({
  config_path: z.union([file, z.array(file)]).optional(),
  trigger_definitions: file.optional(),
  pipeline_config: file.optional(),
  distiller_config: file.optional(),
  pipeline_handlers: z.record(z.string(), z.string()).default({}),
  distiller_trait_plugins: pluginClasses.optional(),
  catch_all_notifications: z.boolean().optional(),
  purge_completed_streams: z.boolean().optional(),
  trim_events: z.boolean().optional(),
  trim_events_age: pointExpression('timestamp').default('$timestamp - 14d'),
  trim_events_batch_size: z.int().min(1).max(10_000).optional(),
  ...{ database: ignored, time_sync_endpoint: ignored, statistics_period: ignored },
  ...{ log_level: ignored, log_file: ignored, logging_config: ignored },
  ...{ pipeline_worker_batch_size: ignored, pipeline_worker_delay: ignored },
})
export type Winchester = z.output<typeof winchester>

/** Reads winchester.yaml. Throws a UserError that names line and column of what is wrong. */
export const readWinchester = (text: string): Winchester => readYaml(text, winchester)

/** Without a file: all as it is. */
export const noWinchester = (): Winchester => winchester.parse({})

/** What it says of how streams are kept, for Belfry's settings; undefined: nothing. */
export function settingsIn(config: Winchester) {
  const { purge_completed_streams, trim_events, trim_events_age, trim_events_batch_size } = config
  return {
    ...(purge_completed_streams && { keepDays: 0 }),
    ...(trim_events !== undefined && { trimEventsAge: trim_events ? trim_events_age : null }),
    ...(trim_events_batch_size && { trimEventsBatchSize: trim_events_batch_size }),
  }
}
