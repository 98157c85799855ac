import { type Document, isMap, parseDocument, stringify, YAMLSeq } from 'yaml'
import { everything } from '#lib/access/reach.ts'
import { db, pool } from '#lib/db/client.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import { settingsIn } from '#lib/streams/settings/stored.ts'
import { FILES } from '#lib/streams/transfer/files.ts'

const FORM = { lineWidth: 0, blockQuote: 'literal' } as const

/** A project's triggers, pipelines and event definitions as files that can be imported, by their names. */
export async function exportStreams(project: string): Promise<Record<string, string>> {
  const { id, settings } = await getProjectNamed(everything, project)
  const where = { projectId: id }
  const [triggers, pipelines, definitions, kept] = await Promise.all([
    pool().query<{ source: string }>(
      `select v.source from trigger t
         join trigger_version v on v.trigger_id = t.id and v.version = t.version
       where t.project_id = $1 and t.deleted_at is null order by lower(t.name)`,
      [id],
    ),
    db().pipeline.findMany({ where, select: { source: true }, orderBy: { name: 'asc' } }),
    db().definition.findMany({ where, select: { source: true }, orderBy: { position: 'asc' } }),
    settingsIn(pool()),
  ])
  const winchester = {
    ...{ trigger_definitions: FILES.triggers, pipeline_config: FILES.pipelines },
    ...{ distiller_config: FILES.definitions, catch_all_notifications: settings.events.catchAll },
    ...{ purge_completed_streams: kept.keepDays === 0, trim_events: kept.trimEventsAge !== null },
    ...(kept.trimEventsAge !== null && { trim_events_age: kept.trimEventsAge }),
    trim_events_batch_size: kept.trimEventsBatchSize,
  }
  return {
    [FILES.winchester]: stringify(winchester, FORM),
    [FILES.triggers]: asList(triggers.rows.map(({ source }) => source)),
    [FILES.pipelines]: pipelines.map(({ source }) => withNewline(source)).join('\n') || '{}\n',
    [FILES.definitions]: asList(definitions.map(({ source }) => source)),
  }
}

/** The texts of single entries as one list, with their comments. */
function asList(sources: readonly string[]): string {
  const list = new YAMLSeq()
  for (const source of sources) list.items.push(entryOf(parseDocument(source, { merge: true })))
  return stringify(list, FORM)
}

function entryOf({ contents, commentBefore }: Document): unknown {
  // What stands above the first key belongs to the document, which is left behind.
  if (isMap(contents) && commentBefore) contents.commentBefore ??= commentBefore
  return contents
}

const withNewline = (text: string) => (text.endsWith('\n') ? text : `${text}\n`)
