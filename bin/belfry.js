#!/usr/bin/env node
// Starts the command line under the Node that the dependencies bring, whatever Node runs this file.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const own = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))

// Standard output is for what was asked for; what the commands cannot do they say themselves.
process.env.BELFRY_LOG ||= 'silent'

if (Number(process.versions.node.split('.')[0]) >= 24) await import(main)
else if (existsSync(own)) runWith(own)
else fail('Belfry needs Node 24, which npm install brings along: run npm install in the checkout.')

function runWith(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('error', error => fail(error.message))
  child.once('exit', (code, signal) => process.exit(signal ? 1 : code))
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
