// Before `npm pack`: makes what is packed. After it the script `postpack` puts the checkout's package.json back.
import { readFileSync } from 'node:fs'
import { buildPackage } from '#bin/package/build.ts'
import { manifestOf } from '#bin/package/manifest.ts'
import { putAside, putBack } from '#bin/package/swap.ts'

putBack()
const imported = await buildPackage()
putAside(manifestOf(JSON.parse(readFileSync('package.json', 'utf8')), imported))
