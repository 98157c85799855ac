import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const CHECKOUT = join(import.meta.dirname, '../..')
const PACKED_FROM = [
  ...['package.json', 'tsconfig.json', 'README.md', 'LICENSE'],
  ...['bin', 'client', 'lib', 'sources', 'alerts'],
]
const ASIDE = 'package.checkout.json'
const folder = mkdtempSync(join(tmpdir(), 'belfry-package-'))
const app = join(folder, 'app')
const installed = join(app, 'node_modules/belfry')
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

/** The machine's own Node, which may be older than ours, if it has one. */
const node =
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(place => !place.includes('node_modules'))
    .map(place => join(place, 'node'))
    .find(path => existsSync(path)) ?? process.execPath

beforeAll(() => {
  const checkout = join(folder, 'checkout')
  for (const name of PACKED_FROM)
    cpSync(join(CHECKOUT, name), join(checkout, name), { recursive: true })
  symlinkSync(join(CHECKOUT, 'node_modules'), join(checkout, 'node_modules'))
  execFileSync('npm', ['pack', '--silent', '--offline'], { cwd: checkout, stdio: 'pipe' })

  mkdirSync(installed, { recursive: true })
  const [tarball = ''] = readdirSync(checkout).filter(name => name.endsWith('.tgz'))
  const unpacked = ['-xzf', join(checkout, tarball), '--strip-components=1', '-C', installed]
  execFileSync('tar', unpacked)
  install('@types/node', 'undici-types')
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Puts packages of the checkout beside the one that is tested, as npm would. */
function install(...names: string[]) {
  for (const name of names) {
    const path = join(app, 'node_modules', name)
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(join(CHECKOUT, 'node_modules', name), path)
  }
}

function run(command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: app, encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

test('the checkout is as it was before it was packed', () => {
  const checkout = join(folder, 'checkout')
  expect(read(join(checkout, 'package.json'))).toEqual(read(join(CHECKOUT, 'package.json')))
  expect(existsSync(join(checkout, ASIDE))).toBe(false)
})

test('an application uses the library without any other package', () => {
  writeFileSync(
    join(app, 'app.mjs'),
    `import { captureError, close, configure, context, incr, set } from 'belfry/client'
     import { recordedFetch } from 'belfry/client/fetch'
     configure({ event: ({ type, body }) => console.log(type, JSON.stringify(body)),
       error: ({ message }) => console.log(message), measure: ({ name }) => console.log(name) })
     context('job', () => { set('rows.read', 3); incr('jobs'); captureError(new Error('no luck')) })
     await recordedFetch(async () => new Response('hello'))('http://user:secret@host/a')
     await close()`,
  )
  const { status, said } = run(node, 'app.mjs')
  expect([status, said.trim().split('\n')]).toEqual([
    0,
    [
      ...['jobs', 'Error: no luck', 'job {"rows":{"read":3}}'],
      expect.stringMatching(/^httpclient {"request":{"uri":"http:\/\/host\/a",/),
    ],
  ])
})

test('every part of the library can be imported', () => {
  const parts = Object.keys(read(join(installed, 'package.json')).exports)
    .filter(path => path.startsWith('./client'))
    .map(path => `belfry${path.slice(1)}`)
  expect(parts).toContain('belfry/client')
  const imports = parts.map(part => `await import(${JSON.stringify(part)})`)
  expect(run(node, '--input-type=module', '--eval', imports.join('\n'))).toEqual({
    status: 0,
    said: '',
  })
})

test('its types come along', () => {
  const parts = Object.keys(read(join(installed, 'package.json')).exports)
  const clients = parts.filter(path => path.startsWith('./client/'))
  writeFileSync(
    join(app, 'app.mts'),
    [
      "import { configure, context, type Event } from 'belfry/client'",
      ...clients.map((path, i) => `export * as part${i} from 'belfry${path.slice(1)}'`),
      'configure((event: Event) => void event.body)',
      "export const n: number = context('job', () => 3)",
      '// @ts-expect-error a name is a text',
      'context(3, () => {})',
    ].join('\n'),
  )
  const settings = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node']
  const tsc = join(CHECKOUT, 'node_modules/.bin/tsc')
  expect(run(tsc, '--noEmit', ...settings, 'app.mts')).toEqual({ status: 0, said: '' })
})

test('npm installs all that the command needs, under Node 20 too', () => {
  const { optionalDependencies } = read(join(installed, 'package.json'))
  const names = Object.keys(optionalDependencies).filter(name => !name.startsWith('node-'))
  expect(names).not.toEqual([])
  const leastNode = (name: string) => {
    const { engines } = read(join(CHECKOUT, 'node_modules', name, 'package.json'))
    return Number(/\d+/.exec(engines?.node ?? '0')?.[0])
  }
  expect(names.filter(name => leastNode(name) > 20)).toEqual([])
})

test('the command says what it lacks, and works with what npm installs beside it', () => {
  const command = join(installed, read(join(installed, 'package.json')).bin.belfry)
  expect(run(node, command, '--help')).toMatchObject({
    status: 1,
    said: expect.stringContaining('unless optional dependencies are left out'),
  })

  const { optionalDependencies } = read(join(installed, 'package.json'))
  const ofOthers = (name: string) => name.startsWith('node-') && !name.endsWith(process.arch)
  install(...Object.keys(optionalDependencies).filter(name => !ofOthers(name)))
  const { status, said } = run(node, command, '--help')
  expect(status).toBe(0)
  for (const name of ['send', 'count', 'follow']) expect(said).toMatch(RegExp(`^  ${name}\\b`, 'm'))
  expect(run(node, command, 'send', '--url', 'nowhere', 'text')).toEqual({
    status: 1,
    said: 'nowhere is no address of an intake; it is to be like http://127.0.0.1:8890.\n',
  })
})
