import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { relay } from '#bin/commands/relay.ts'
import { serveStatus } from '#lib/relay/status/serve.ts'
import { statusInWords } from '#lib/relay/status/words.ts'
import { fakeCentre } from '#tests/lib/relay/centre.ts'
import { configOf, newFolder, startRelay } from '#tests/lib/relay/world.ts'
import { until } from '#tests/until.ts'

afterEach(() => void vi.restoreAllMocks())

async function written(...args: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  await relay.parseAsync(args, { from: 'user' })
  const text = write.mock.calls.map(([said]) => said).join('')
  write.mockRestore()
  return text
}

test('the status of the relay on this machine is told, in words and as JSON', async () => {
  const { url } = await fakeCentre()
  const running = await startRelay({ config: configOf([url]), folder: newFolder() })
  await until(() => running.status().centres[0]?.clockLead !== null)
  const page = await serveStatus(0, running.status)
  onTestFinished(page.close)
  const port = ['--port', String(page.port)]
  expect(await written('status', ...port)).toBe(statusInWords(running.status()))
  expect(JSON.parse(await written('status', '--json', ...port))).toEqual(running.status())
})

test('where no relay runs that is said', async () => {
  const page = await serveStatus(0, () => Promise.reject(new Error('not asked')) as never)
  await page.close()
  await expect(written('status', '--port', String(page.port))).rejects.toThrow(
    `No relay answers on 127.0.0.1:${page.port}`,
  )
})

test.each<[string[], string | RegExp]>([
  [['--url', 'ftp://centre', '--key', 'a'.repeat(32)], 'centres.0: must be an address'],
  [['--url', 'http://127.0.0.1:1'], 'projects: is missing'],
  [['--url', 'http://127.0.0.1:1', '--status', 'off'], /projects: is missing$/],
  [['--config', '/nowhere/relay.yaml'], '/nowhere/relay.yaml cannot be read'],
])('what is missing or wrong is named: %j', async (args, said) => {
  await expect(written(...args)).rejects.toThrow(said)
})
