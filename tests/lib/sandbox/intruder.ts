import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Worker } from 'node:worker_threads'
import { encode, kinds } from '#lib/sandbox/frames.ts'
// Everything that a runner does at its start, giving up its rights included.
import '#lib/sandbox/runner.ts'

/** Someone who runs their own code in a runner: takes what is there to take, and tells what it got. */
const got = {
  environment: taken(() => JSON.stringify(process.env)),
  command: process.argv.join(' '),
  folder: process.cwd(),
  'environment as the system tells it': taken(() => readFileSync('/proc/self/environ')),
  users: taken(() => readFileSync('/etc/passwd')),
  root: taken(() => readdirSync('/')),
  'a written file': taken(() => writeFileSync(`${tmpdir()}/belfry-intruder`, 'was here')),
  'a program': taken(() => spawnSync('/bin/true').status),
  'a thread': taken(() => new Worker('1', { eval: true })),
  'a debugger': taken(() => process.getBuiltinModule('inspector').open(0)),
  'more rights': taken(() => process.setuid?.(0)),
}
const text = JSON.stringify(got)
writeSync(3, encode({ kind: kinds.output, run: 0, number: 0, name: '', text }))

function taken(attempt: () => unknown): string {
  try {
    return String(attempt())
  } catch (error) {
    return `refused: ${(error as NodeJS.ErrnoException).code}`
  }
}
