/**
 * Queries of one cell: `superuser`, `writes` when the role that asks may change what is not the server's own, or null.
 * Rights that it has through other roles count in PostgreSQL and SQL Server; MySQL and MariaDB list only its own.
 */
export const postgresPowers = `
  select case
    when (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then 'superuser'
    when exists (
      select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'f') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
        and has_schema_privilege(n.oid, 'USAGE')
        and has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
    ) then 'writes'
  end`

const MYSQL_WRITES = `('INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'ALTER', 'FILE')`

export const mysqlPowers = `
  select case
    when sum(privilege_type = 'SUPER') > 0 then 'superuser'
    when sum(privilege_type in ${MYSQL_WRITES}) > 0 then 'writes'
  end
  from (
    select grantee, privilege_type from information_schema.user_privileges
    union select grantee, privilege_type from information_schema.schema_privileges
    union select grantee, privilege_type from information_schema.table_privileges
  ) granted
  where grantee = concat('''', replace(current_user(), '@', '''@'''), '''')`

export const sqlServerPowers = `
  select case
    when is_srvrolemember('sysadmin') = 1 then 'superuser'
    when has_perms_by_name(db_name(), 'DATABASE', 'INSERT') = 1
      or has_perms_by_name(db_name(), 'DATABASE', 'UPDATE') = 1
      or has_perms_by_name(db_name(), 'DATABASE', 'DELETE') = 1 then 'writes'
  end`

/** What is said of the answer; null when there is nothing to say. */
export function warningOf(power: unknown): string | null {
  if (power === 'superuser')
    return `The role of this connection string is a superuser: scripts may do through functions what a read-only transaction does not stop. ${ADVICE}`
  if (power === 'writes')
    return `The role of this connection string may write. Belfry only reads, but the lock that counts is the role’s. ${ADVICE}`
  return null
}

const ADVICE = 'Use one that may only read: docs/sources.md has the grants.'
