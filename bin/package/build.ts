import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { rolldown } from 'rolldown'

/** Under Node 20 npm leaves out optional packages that want a newer one, as these do: they go into the bundle, with their licences. */
const BUNDLED = ['commander', 'undici']

/**
 * Makes `dist/`: the client library as JavaScript with its types, and the command line for other hosts, with what it takes from `lib/`, as
 * JavaScript too, since Node does not strip types from what is installed. Answers which modules the command line imports from elsewhere.
 */
export async function buildPackage(): Promise<string[]> {
  rmSync('dist', { recursive: true, force: true })
  const { status } = spawnSync('tsc', ['-p', 'client'], { stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('the client library could not be compiled')

  const bundle = await rolldown({
    input: { main: 'bin/package/main.ts' },
    platform: 'node',
    external: module => !/^[#./]/.test(module) && !BUNDLED.includes(module),
  })
  const { output } = await bundle.write({ dir: 'dist/bin', format: 'esm' })
  cpSync('bin/belfry.js', 'dist/bin/belfry.js')
  for (const name of BUNDLED)
    cpSync(`node_modules/${name}/LICENSE`, `dist/bin/LICENSE-${name}`, { dereference: true })
  const own = new Set(output.map(({ fileName }) => fileName))
  return output
    .flatMap(file => (file.type === 'chunk' ? [...file.imports, ...file.dynamicImports] : []))
    .filter(module => !own.has(module))
}
