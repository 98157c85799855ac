import { closeSync } from 'node:fs'
import { Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { Admission } from '#lib/sandbox/admission.ts'
import { type Frame, kinds } from '#lib/sandbox/frames.ts'
import { Isolates } from '#lib/sandbox/isolates.ts'
import { openLink } from '#lib/sandbox/link.ts'
import { ScriptRun } from '#lib/sandbox/script-run.ts'

/**
 * The runner: a disposable process that runs scripts for the engine. Its one descriptor beside the
 * closed standard ones is the socket to the engine; when that closes, it ends. It is told which user to become, and
 * which descriptors came over from the engine.
 */
const [, , userId, inherited = ''] = process.argv
for (const descriptor of inherited.split(',')) if (descriptor) closeSync(Number(descriptor))
const isEnvironmentEmpty = Object.keys(process.env).length === 0
// Scripts see no zone but UTC, whatever the machine's is.
process.env.TZ = 'UTC'

const socket = new Socket({ fd: 3 })
const link = openLink(socket, take, end)
socket.on('close', end)

const runs = new Map<number, ScriptRun>()
const admission = new Admission()
const isolates = new Isolates(change => admission.count(change))

// Everything is loaded once there is an isolate; from here on nothing needs to be read any more.
isolates.giveBack(0, isolates.take(0, ''))
const isUnprivileged = dropPrivileges()
link.send({ kind: kinds.ready, run: 0, number: 0, name: '', text: layers().join('\n') })

/** At once: an orderly exit would wait for scripts that compute. */
function end() {
  process.kill(process.pid, 'SIGKILL')
}

function take(frame: Frame) {
  const run = runs.get(frame.run)
  if (frame.kind === kinds.run) begin(frame)
  else if (frame.kind === kinds.end) run?.stop()
  else run?.answer(frame)
}

function begin(frame: Frame) {
  const run = new ScriptRun(frame, isolates, link, () => runs.delete(frame.run))
  runs.set(frame.run, run)
  admission.admit(() => run.begin())
}

/** Started by root it becomes a user who has nothing: after loading, since that one may not enter the checkout. */
function dropPrivileges(): boolean {
  if (process.getuid?.() !== 0) return process.getuid !== undefined
  const id = Number(userId)
  process.setgroups?.([])
  process.setgid?.(id)
  process.setuid?.(id)
  return process.getuid() === id
}

function layers(): string[] {
  const active: [string, boolean][] = [
    ['own process', true],
    ['empty environment', isEnvironmentEmpty],
    ['permission model', process.permission?.has('fs.write') === false],
    ['unprivileged user', isUnprivileged],
    ['network namespace', Object.keys(networkInterfaces()).length === 0],
  ]
  return active.filter(([, isActive]) => isActive).map(([name]) => name)
}
