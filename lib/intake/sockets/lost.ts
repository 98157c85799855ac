import { readFile } from 'node:fs/promises'

const TABLES = ['/proc/net/udp', '/proc/net/udp6']

/** How many datagrams to a port the system has thrown away so far, where it tells (Linux); otherwise 0. */
export async function lostAt(port: number): Promise<number> {
  const tables = await Promise.all(TABLES.map(file => readFile(file, 'utf8').catch(() => '')))
  return tables.reduce((sum, table) => sum + dropsIn(table, port), 0)
}

/** `  1: 0100007F:15AA 00000000:0000 07 … 0` – the local address comes second, the drops last. */
export function dropsIn(table: string, port: number): number {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return table
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(([, local]) => local?.endsWith(suffix))
    .reduce((sum, columns) => sum + (Number(columns.at(-1)) || 0), 0)
}
