import { execFile } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, TOKEN } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { newFolder, ROOT } from '#tests/flows/product.ts'
import { openReceiver } from '#tests/flows/receiver.ts'
import { type Roles, startRoles } from '#tests/flows/roles.ts'
import { until } from '#tests/until.ts'

const page = readFileSync(join(ROOT, 'docs/streams-example.md'), 'utf8')
const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code = '']) => code)
const [settings = '', ...commands] = blocks

let database: Awaited<ReturnType<typeof freshDatabase>>
let roles: Roles
let receiver: Awaited<ReturnType<typeof openReceiver>>
let run: (code: string) => Promise<string>
beforeAll(async () => {
  database = await freshDatabase()
  receiver = await openReceiver()
  roles = await startRoles(database.url)
  const { publicKey } = await database.db.projectKey.findFirstOrThrow({ where: { projectId: 1 } })
  run = shell({
    ...{ BELFRY: roles.url, INTAKE: roles.intake, KEY: publicKey, TOKEN },
    ...roles.env,
  })
  await api('POST', '/api/alerts', {
    ...{ key: 'oncall', type: 'webhook', config: { url: receiver.url } },
  })
})
afterAll(async () => {
  await roles?.stop()
  await receiver?.close()
  await database?.close()
})

/** Runs what stands in a block, as a reader in the checkout does; files of its own in place of those in /tmp. */
function shell(settings: Record<string, string>) {
  const folder = newFolder()
  const npx = join(folder, 'npx')
  // Without looking for it in the registry first.
  writeFileSync(npx, `#!/bin/sh\nshift\nexec '${process.execPath}' '${ROOT}/bin/main.ts' "$@"\n`)
  chmodSync(npx, 0o755)
  const { PATH, HOME } = process.env
  const env = { HOME, PATH: `${folder}:${PATH}`, ...settings } as unknown as NodeJS.ProcessEnv
  return async (code: string): Promise<string> => {
    const script = `set -e\n${code.replaceAll('/tmp/', `${folder}/`)}`
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: ROOT, env })
    return stdout
  }
}

const answers = (output: string) =>
  output
    .trim()
    .split(/(?<=\})\n?(?=\{"(?:items|columns)")/)
    .map(text => JSON.parse(text))

test('what the page says works as it says', { timeout: 600_000 }, async () => {
  expect(commands).toHaveLength(8)
  const [make = '', distill = '', put = '', feed = '', report = '', ...rest] = commands
  const [dataset = '', waiting = '', told = ''] = rest
  await run(settings)
  expect(JSON.parse(await run(make))).toMatchObject({ event_type: 'compute.instance.create.start' })
  expect(await run(distill)).toMatch(
    /^\{"event_type":"compute\.instance\.create\.start",.*"memory_mb":\d+/,
  )

  const imported = await run(put)
  expect(imported).toContain('+ trigger activation\n')
  expect(imported).toContain('+ pipeline usage_report\n')
  expect(await run(feed)).toMatch(/accepted/)
  // How many still wait depends on how fast this machine is.
  expect(JSON.parse(await run(waiting))).toMatchObject({ items: expect.any(Array), next: null })

  const usage = await until(async () => {
    const answer = await api('GET', '/api/events?q=type%20%3D%20usage.day&limit=200')
    return answer.body.items.length === 20 && answer.body.items
  })
  const hours = usage.reduce((sum: number, { traits }: Usage) => sum + traits.hours, 0)
  expect(usage.every(({ traits }: Usage) => traits.hours > 0 && traits.hours <= 24)).toBe(true)
  expect((await run(report)).trim().split('\n')).toHaveLength(4)
  const { data } = JSON.parse(await run(dataset))
  const counted = Object.values(data as Record<string, { range: [number, number][] }>)
    .flatMap(({ range }) => range)
    .reduce((sum, [, value]) => sum + value, 0)
  expect(counted).toBeCloseTo(hours, 6)

  await until(() => receiver.received.length === 2)
  expect(receiver.received.map(({ body }) => body.message).toSorted()).toEqual([
    expect.stringMatching(/^Instance instance-\S+ of tenant-\S+ was asked for, and is building$/),
    expect.stringMatching(/^Instance instance-\S+ of tenant-\S+ was asked for, and is error$/),
  ])
  const [errors, deliveries] = answers(
    await until(async () => {
      const output = await run(told)
      return answers(output)[1].items.every(isSent) && output
    }),
  )
  expect(errors.items).toMatchObject([{ count: 2 }])
  expect(deliveries.items).toHaveLength(2)
})

interface Usage {
  traits: { hours: number }
}
const isSent = ({ status }: { status: string }) => status === 'sent'

test('the same notifications again count nothing twice', async () => {
  const feed = commands[3] ?? ''
  expect(await run(feed)).toMatch(/duplicate/)
  const { body } = await api('GET', '/api/events?q=type%20%3D%20usage.day&limit=200')
  expect(body.items).toHaveLength(20)
})
