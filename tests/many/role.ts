import { type ChildProcess, fork } from 'node:child_process'
import type { RoleName } from '#lib/roles/role.ts'
import { environment, newFolder } from '#tests/flows/product.ts'
import { listenersAt } from '#tests/listeners.ts'

/** A role of its own process, which takes work. */
export interface Running {
  name: RoleName
  /** as it was told, or says when it is ready: `Intake ready: HTTP on 127.0.0.1:PORT, …` */
  port: number
  pid: number
  /** Ends it and answers how it went: its exit code, or the signal. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string>
}

const children = new Set<ChildProcess>()
// However the tests end, nothing of it goes on.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

export async function startRole(
  name: RoleName,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<Running> {
  const { BELFRY_SECRET = '' } = process.env
  const child = fork('lib/roles/main.ts', [name], {
    env: environment({
      ...{ BELFRY_SECRET, NODE_ENV: 'production', BELFRY_LOG: 'error' },
      ...{ DATABASE_URL: databaseUrl, BELFRY_DATA: newFolder() },
      ...{ ...listenersAt('off'), BELFRY_INTAKE_HTTP: '0', ...env },
    }),
    ...{ execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  })
  children.add(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = new Promise<number | string>(resolve =>
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0)),
  )
  const line = await Promise.race([
    new Promise<string>(resolve =>
      child.once('message', ({ ready }: { ready: string }) => resolve(ready)),
    ),
    ended.then(how => Promise.reject(new Error(`the ${name} ended (${how}): ${said}`))),
  ])
  return {
    name,
    port: Number(env.PORT ?? /:(\d+)/.exec(line)?.[1]),
    pid: child.pid ?? 0,
    async end(signal) {
      child.kill(signal)
      const how = await ended
      children.delete(child)
      return how
    },
  }
}
