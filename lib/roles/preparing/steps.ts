import { makeLoginLink } from '#lib/access/mutations.ts'
import { readEnv } from '#lib/env.ts'
import { UserError } from '#lib/failures.ts'
import { databaseUrl, prepareDatabase, withDb } from '#lib/roles/database.ts'
import { applyConfigured, giveExamples, giveKeys } from '#lib/roles/prepare.ts'
import type { Answer, Step } from '#lib/roles/preparing/process.ts'

/** The process of process.ts: does the steps that it is told to, one after the other. */
const say = (line: string) => void process.stdout.write(`${line}\n`)
const env = readEnv()
const url = databaseUrl(env)

const steps: Record<Step, () => Promise<string | undefined>> = {
  async database() {
    const applied = await prepareDatabase(url)
    if (applied.length > 0) say(`Database: applied ${applied.join(', ')}`)
    await applyConfigured(env, url, say)
    await giveKeys(url)
    return undefined
  },
  async examples() {
    await giveExamples(url)
    return undefined
  },
  link: () => withDb(url, db => makeLoginLink(env.url, db)),
}

process.on('message', async (step: Step) => {
  process.send?.(await answerOf(step))
})

async function answerOf(step: Step): Promise<Answer> {
  try {
    return { answer: await steps[step]() }
  } catch (error) {
    if (error instanceof UserError) return { problem: error.message }
    throw error
  }
}
