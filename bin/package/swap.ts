import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** npm packs the package.json that lies there: the checkout's is put aside meanwhile. */
const OURS = 'package.json'
const ASIDE = 'package.checkout.json'

export function putAside(manifest: object): void {
  writeFileSync(ASIDE, readFileSync(OURS))
  // Whole or not at all.
  writeFileSync(`${OURS}.new`, `${JSON.stringify(manifest, null, 2)}\n`)
  renameSync(`${OURS}.new`, OURS)
}

/** After a packing that was interrupted. */
export function putBack(): void {
  if (existsSync(ASIDE)) renameSync(ASIDE, OURS)
}
