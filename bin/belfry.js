#!/usr/bin/env node
// Starts the command line under the Node that the dependencies bring, whatever Node runs this file.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

// TypeScript in the checkout, JavaScript in the package for other hosts.
const main = ['main.ts', 'main.js']
  .map(name => fileURLToPath(new URL(name, import.meta.url)))
  .find(existsSync)

const MISSING =
  'npm install brings along what the command needs, unless optional dependencies are left out.'

// Standard output is for what was asked for; what the commands cannot do they say themselves.
process.env.BELFRY_LOG ||= 'silent'

if (Number(process.versions.node.split('.')[0]) >= 24) await run()
else runWith(ownNode())

async function run() {
  try {
    await import(pathToFileURL(main).href)
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    fail(`${error.message}\n${MISSING}`)
  }
}

function ownNode() {
  try {
    const name = `node-${process.platform}-${process.arch}/package.json`
    return join(dirname(createRequire(import.meta.url).resolve(name)), 'bin/node')
  } catch {
    fail(`Belfry needs Node 24.\n${MISSING}`)
  }
}

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
