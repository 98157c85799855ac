import { appendFileSync } from 'node:fs'

/** Loaded into the processes of a benchmark: each notes what it took when it ends. */
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 }
  appendFileSync(process.env.BENCH_USAGE as string, `${JSON.stringify(usage)}\n`)
})
