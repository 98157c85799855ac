import { reachedSql } from '#lib/access/reach.ts'

/**
 * The limits of all that a panel names, as rows of `groups`: its project, the project of its signature, its monitors.
 * `panel` is an expression of type jsonb.
 */
const namedSql = (panel: string) => `
  select p.groups from project p
    where p.name = ${panel}->>'project' or p.id::text = ${panel}->>'project'
      or p.id = (select s.project_id from signature s where s.id = (${panel}->>'signature')::int)
  union all
  select m.groups from monitor m
    where m.name = ${panel}->>'monitor' or jsonb_exists(${panel}->'names', m.name)`

/** Whether all that a panel names is reached; `parameter` stands for `groupsOf(reach)`. */
export const allReachedSql = (panel: string, parameter: string) =>
  `not exists (select from (${namedSql(panel)}) named where not ${reachedSql('named.groups', parameter)})`

/** The groups that what a panel names is limited to now, in order. */
export const limitsSql = (panel: string) =>
  `coalesce((select array_agg(distinct name order by name)
    from (${namedSql(panel)}) named, unnest(named.groups) name), '{}')`

/** Whether nothing is left of what a panel is about. */
export const goneSql = (panel: string) =>
  `(jsonb_exists_any(${panel}, array['project', 'monitor', 'signature'])
    and not exists (select from (${namedSql(panel)}) named))`
