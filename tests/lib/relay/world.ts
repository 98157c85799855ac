import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { readEnv } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { type RelayConfig, relayFile } from '#lib/relay/config.ts'
import { openRelay, type RelayOptions } from '#lib/relay/open.ts'
import type { Unit } from '#lib/relay/wire/unit.ts'
import { listenersAt } from '#tests/listeners.ts'

export const KEY = '0123456789abcdef0123456789abcdef'

/** A folder that is gone with the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-relay-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The settings of a relay with one project, `shop`. */
export const configOf = (
  centres: unknown[],
  rest: { projects?: unknown; spool?: object } = {},
): RelayConfig => relayFile.parse({ centres, projects: { shop: { key: KEY } }, ...rest })

/** Listens for HTTP on a free port, and for what else is said. */
export const envOf = (ports: Record<string, string> = {}) =>
  readEnv({ NODE_ENV: 'test', ...listenersAt('off'), BELFRY_INTAKE_HTTP: '0', ...ports })

/** A relay that ends with the test, if it has not before. */
export async function startRelay(
  options: Pick<RelayOptions, 'config' | 'folder'> & Partial<RelayOptions>,
) {
  const relay = await openRelay({ env: envOf(), log, patienceMs: 300, ...options })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= relay.close()
    return closing
  }
  onTestFinished(close)
  const infos = Object.assign({}, ...relay.listeners.map(({ info }) => info?.() ?? {}))
  const url = `http://127.0.0.1:${infos.http.port}`
  return {
    ...{ ...relay, infos, url, close },
    /** The first project, as its status tells. */
    project: () =>
      relay.status().projects[0] as ReturnType<typeof relay.status>['projects'][number],
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}`, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  }
}

export const numbersIn = (units: readonly Unit[]): unknown[] =>
  units.flatMap(({ events = [] }) => events.map(({ traits }) => JSON.parse(traits ?? '{}').n))
