import { builtinModules } from 'node:module'

/** A package.json, as far as the one of the package is made from the checkout's. */
export interface Manifest {
  name: string
  version: string
  description: string
  license: string
  imports: Record<string, string>
  exports: Record<string, string>
  dependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}

/**
 * What hosts and applications install: the client library, which needs nothing, and the command line, whose packages
 * are optional for that reason. `imported` are the modules that the command line imports from elsewhere.
 */
export function manifestOf(checkout: Manifest, imported: readonly string[]): object {
  const { name, version, description, license, imports, exports } = checkout
  return {
    ...{ name, version, description, license, private: true, type: 'module' },
    engines: { node: '>=20' },
    // Nothing of the package needs them, but the checkout may be at work while it is packed.
    imports,
    exports: Object.fromEntries(Object.entries(exports).map(([path, file]) => [path, built(file)])),
    bin: { belfry: 'dist/bin/belfry.js' },
    files: ['dist/client', 'dist/bin'],
    optionalDependencies: { ...versionsOf(imported, checkout), ...checkout.optionalDependencies },
  }
}

function built(file: string): string | { types: string; default: string } {
  if (!file.endsWith('.ts')) return file
  const path = `./dist/${file.slice(2, -3)}`
  return { types: `${path}.d.ts`, default: `${path}.js` }
}

/** Throws when one of them is not among the dependencies, and would be missing on other hosts. */
function versionsOf(imported: readonly string[], { dependencies }: Manifest) {
  const names = imported
    .filter(module => !module.startsWith('node:') && !builtinModules.includes(module))
    .map(packageOf)
  return Object.fromEntries(
    [...new Set(names)].sort().map(name => {
      const version = dependencies[name]
      if (version === undefined) throw new Error(`${name} is not among the dependencies`)
      return [name, version]
    }),
  )
}

const packageOf = (module: string) =>
  module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/')
