import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { reasonOf } from '#lib/failures.ts'
import type { Adapter, Case } from '#tests/golden/adapter.ts'
import { blueox } from '#tests/golden/blueox.ts'
import { firetower } from '#tests/golden/firetower.ts'
import { gottwall } from '#tests/golden/gottwall.ts'
import { revere } from '#tests/golden/revere.ts'
import { skipped } from '#tests/golden/skipped.ts'
import { winchester } from '#tests/golden/winchester.ts'

/**
 * Runs the golden cases of a file, or of every *.json in a folder, against the product: one line for each
 * case that fails, what is skipped and why, and the counts. Exits with 1 when a case fails.
 */
const adapters: Record<string, Adapter> = { blueox, firetower, gottwall, revere, winchester }
const SKIPPED_OF_A_FILE = 5
const counts = { passed: 0, failed: 0, skipped: 0 }

const path = process.argv[2] ?? 'tests/golden'
const files = filesOf(path)
if (files.length === 0) {
  say(`There is no *.json in ${path}.`)
  counts.failed++
}
for (const file of files) await runFile(file)
for (const adapter of Object.values(adapters)) await adapter.close?.()
say(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed > 0 ? 1 : 0

function filesOf(place: string): string[] {
  if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return [place]
  return readdirSync(place)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => join(place, name))
}

async function runFile(file: string) {
  const { system, cases } = read(file)
  const adapter = adapters[system]
  if (!adapter) {
    say(`${file}: no adapter for ${system} yet`)
    counts.failed += cases.length
    return
  }
  const reasons = new Map<string, number>()
  for (const golden of cases) {
    const skip = skipped.find(
      entry => entry.system === system && entry.group === golden.group && entry.applies(golden),
    )
    if (skip) {
      const reason = `${golden.group}: ${skip.reason}`
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    } else if (await passes(adapter, golden)) counts.passed++
    else counts.failed++
  }
  tellSkipped(file, reasons)
}

function read(file: string): { system: string; cases: Case[] } {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    say(`${file} cannot be read: ${reasonOf(error)}`)
    counts.failed++
    return { system: 'revere', cases: [] }
  }
}

async function passes(adapter: Adapter, golden: Case): Promise<boolean> {
  const check = adapter.groups[golden.group]
  if (!check) {
    say(`${golden.id}: no adapter for the group ${golden.group}`)
    return false
  }
  try {
    const { expected, got } = await check(golden)
    if (isDeepStrictEqual(got, expected)) return true
    say(`${golden.id}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`)
  } catch (error) {
    say(`${golden.id}: expected ${JSON.stringify(golden.expected)}, got ${reasonOf(error)}`)
  }
  return false
}

function tellSkipped(file: string, reasons: Map<string, number>) {
  const total = [...reasons.values()].reduce((sum, number) => sum + number, 0)
  for (const [reason, number] of reasons) say(`skipped ${number} of ${file}, ${reason}`)
  counts.skipped += total
  if (total <= SKIPPED_OF_A_FILE) return
  say(`${file}: ${total} cases are skipped; at most ${SKIPPED_OF_A_FILE} may be`)
  counts.failed++
}

function say(line: string) {
  process.stdout.write(`${line}\n`)
}
