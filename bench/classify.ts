import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measured } from '#bench/main.ts'
import { messages } from '#bench/parts/messages.ts'

const LINES = 1_000_000
const ROUNDS = 3
const CLASSIFY = ['npm', 'run', '--silent', 'classify']
const FLOOR = [process.execPath, join(import.meta.dirname, 'floors/shape.ts')]

interface Run {
  seconds: number
  /** of all its processes */
  cpuSeconds: number
  /** of the largest process */
  peakMb: number
}

/**
 * `npm run --silent classify` as a whole on one core, from a file: a million lines of known shapes beside the floor, in
 * turn, and one and two million of which each tenth is of a new shape.
 */
export async function measure(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-'))
  try {
    const fresh = written(folder, 'fresh', LINES)
    const rounds = Array.from({ length: ROUNDS }, () => ({
      own: timed(folder, CLASSIFY, fresh),
      floor: timed(folder, FLOOR, fresh),
    }))
    const own = leastCpu(rounds.map(round => round.own))
    const floor = leastCpu(rounds.map(round => round.floor))
    const novel = timed(folder, CLASSIFY, written(folder, 'novel', LINES))
    const twice = timed(folder, CLASSIFY, written(folder, 'novel', 2 * LINES))
    return {
      name: 'classify',
      value: Math.round(LINES / own.seconds),
      unit: 'lines/s',
      floor: Math.round(LINES / floor.seconds),
      ratio: rounded(floor.cpuSeconds / own.cpuSeconds),
      timesTheCpuOfTheFloor: rounded(own.cpuSeconds / floor.cpuSeconds),
      freshPeakMb: Math.round(own.peakMb),
      novelLinesPerSecond: Math.round(LINES / novel.seconds),
      novelPeakMb: Math.round(novel.peakMb),
      novelPeakMbOfTwice: Math.round(twice.peakMb),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function written(folder: string, kind: 'fresh' | 'novel', count: number): string {
  const path = join(folder, `${kind}-${count}`)
  const file = openSync(path, 'w')
  for (const block of messages(kind, count)) writeSync(file, block)
  closeSync(file)
  return path
}

/** The machine's speed drifts: the run with the least work is the one that was disturbed least. */
const leastCpu = (runs: readonly Run[]) =>
  runs.reduce((least, run) => (run.cpuSeconds < least.cpuSeconds ? run : least))

function timed(folder: string, command: readonly string[], input: string): Run {
  const usage = join(folder, 'usage')
  const file = openSync(input, 'r')
  const start = performance.now()
  const { status } = spawnSync('taskset', ['-c', '0', ...command], {
    stdio: [file, 'ignore', 'inherit'],
    env: {
      ...process.env,
      BENCH_USAGE: usage,
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'parts/usage.ts')}`,
    },
  })
  const seconds = (performance.now() - start) / 1000
  closeSync(file)
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}`)
  const processes: Omit<Run, 'seconds'>[] = readFileSync(usage, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  rmSync(usage)
  return {
    seconds,
    cpuSeconds: processes.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    peakMb: Math.max(...processes.map(({ peakMb }) => peakMb)),
  }
}

const rounded = (value: number) => Math.round(value * 1000) / 1000
