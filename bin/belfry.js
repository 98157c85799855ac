#!/usr/bin/env node
// Starts the command line under the Node that the dependencies bring, whatever Node runs this file.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
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

// What a command is made of is compiled once: a place in the checkout, where only its owner writes.
const cache = main.endsWith('.ts') && join(dirname(main), '../node_modules/.cache/belfry')

if (Number(process.versions.node.split('.')[0]) >= 24) await run()
else runWith(ownNode())

async function run() {
  if (cache) module.enableCompileCache(cache)
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
    return join(dirname(module.createRequire(import.meta.url).resolve(name)), 'bin/node')
  } catch {
    fail(`Belfry needs Node 24.\n${MISSING}`)
  }
}

function runWith(node) {
  const env = cache ? { NODE_COMPILE_CACHE: cache, ...process.env } : process.env
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('error', error => fail(error.message))
  child.once('exit', (code, signal) => process.exit(signal ? 1 : code))
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
