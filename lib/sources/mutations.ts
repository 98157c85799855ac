import { isDeepStrictEqual } from 'node:util'
import { requireGroups } from '#lib/access/groups/data.ts'
import { everything } from '#lib/access/reach.ts'
import { noteInstance } from '#lib/audit/instances/mutations.ts'
import { type By, changing, refuseDeclared } from '#lib/db/change.ts'
import { db, type Tx } from '#lib/db/client.ts'
import type { Source } from '#lib/db/generated/client.ts'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'
import type { SourcePlugin } from '#lib/plugin.ts'
import { ownSources, sourcePlugin } from '#lib/registry.ts'
import { changeSettings, openSettings, storedSettings } from '#lib/settings.ts'
import { sourceRow, viewOf } from '#lib/sources/data.ts'
import type { Health } from '#lib/sources/health.ts'
import { type SourceView, sourceInput, sourcePatch } from '#lib/sources/schema.ts'

export async function createSource(input: unknown, by: By): Promise<SourceView> {
  const { config, ...fields } = parse(sourceInput, input, 'The source')
  const { key, type, groups } = fields
  const stored = storedSettings(pluginOf(type).config, changeSettings({}, config))

  return changing(by, async tx => {
    if (await tx.source.findUnique({ where: { key } }))
      throw new UserError(`There is a source "${key}" already.`, {
        code: 'conflict',
        fields: { key: 'is taken by another source' },
      })
    await requireGroups(tx, groups)
    const row = await tx.source.create({
      data: { ...fields, ...stored, declared: by.file ?? false },
    })
    await noteInstance(tx, 'source', { key, before: null, after: row }, by)
    return viewOf(row)
  })
}

/** Changes what the patch names; a secret that is left out, or comes back masked, stays. */
export async function updateSource(key: string, patch: unknown, by: By): Promise<SourceView> {
  const { config, ...rest } = parse(sourcePatch, patch, 'The source')

  return changing(by, async tx => {
    const present = await changeable(tx, key, by)
    if (!isDeepStrictEqual(rest.groups ?? present.groups, present.groups))
      await requireGroups(tx, rest.groups ?? [])
    const type = by.type ?? present.type
    const stored = config
      ? storedSettings(
          pluginOf(type).config,
          changeSettings(by.file ? {} : openSettings(present), config),
        )
      : {}
    const row = await tx.source.update({
      where: { key },
      data: {
        ...rest,
        type,
        ...stored,
        ...(by.file ? { declared: true } : {}),
        updatedAt: new Date(),
      },
    })
    await noteInstance(tx, 'source', { key, before: present, after: row }, by)
    return viewOf(row)
  })
}

export async function deleteSource(key: string, by: By): Promise<void> {
  await changing(by, async tx => {
    const present = await changeable(tx, key, by)
    await tx.source.delete({ where: { key } })
    await noteInstance(tx, 'source', { key, before: present, after: null }, by)
  })
}

/** Writes what calls came to since the last writing. */
export async function writeHealth(notes: Health[]): Promise<void> {
  const column = <K extends keyof Health>(name: K) => notes.map(note => note[name])
  await db().$executeRaw`
    update source set
      last_call_at = greatest(source.last_call_at, note.last_call_at),
      last_ok_at = greatest(source.last_ok_at, note.last_ok_at),
      last_error = case
        when note.last_error_at > coalesce(source.last_error_at, '-infinity') then note.last_error
        else source.last_error end,
      last_error_at = greatest(source.last_error_at, note.last_error_at),
      latency_ms = coalesce(note.latency_ms, source.latency_ms)
    from unnest(
      ${column('key')}::text[], ${column('lastCallAt')}::timestamptz[],
      ${column('lastOkAt')}::timestamptz[], ${column('lastErrorAt')}::timestamptz[],
      ${column('lastError')}::text[], ${column('latencyMs')}::float8[]
    ) as note (key, last_call_at, last_ok_at, last_error_at, last_error, latency_ms)
    where source.key = note.key`
}

function pluginOf(type: string): SourcePlugin {
  const plugin = sourcePlugin(type)
  // Belfry's own sources are there without being configured, once.
  if (!plugin || ownSources.includes(plugin))
    throw new UserError(`There is no kind of source "${type}".`, {
      fields: { type: 'is not a kind of source' },
    })
  return plugin
}

/** Whoever has the right to change sources is an admin, and reaches them all. */
async function changeable(tx: Tx, key: string, by: By): Promise<Source> {
  await tx.$queryRaw`select from source where key = ${key} for update`
  const row = await sourceRow(everything, key, tx)
  refuseDeclared(`The source "${key}"`, row, by)
  return row
}
