import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * `npm run bench -- NAME` runs `bench/NAME.ts`, which exports `measure`. The last line is the result as JSON.
 */
export interface Measured {
  name: string
  /** larger is better, unless the unit is a time */
  value: number
  unit: string
  /** what the value is compared with, measured in the same run */
  floor: number
  ratio: number
  [detail: string]: unknown
}

const name = process.argv[2] ?? ''
const file = join(import.meta.dirname, `${name}.ts`)
const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'main.ts')
  .map(entry => entry.name.slice(0, -3))

if (!/^[a-z-]+$/.test(name) || name === 'main' || !existsSync(file)) {
  process.stderr.write(`Name what to measure: ${names.join(', ')}\n`)
  process.exit(1)
}
const { measure } = (await import(file)) as { measure(): Promise<Measured> }
process.stdout.write(`${JSON.stringify(await measure())}\n`)
process.exit(0)
