import { expect, test } from 'vitest'
import { SupervisedRun } from '#lib/sandbox/supervised-run.ts'
import { Suspects } from '#lib/sandbox/suspects.ts'
import { job } from '#tests/lib/sandbox/fixture.ts'

const run = (code: string) => new SupervisedRun(job(code), code)

test('whoever was only there has a process before those that are known to kill', () => {
  const suspects = new Suspects()
  const [killer, innocent] = [run('kill'), run('return 1')]
  suspects.remember(killer)
  suspects.add(killer)
  suspects.add(innocent)
  expect(suspects.next([])).toBe(innocent)
  expect(suspects.next([innocent])).toBe(killer)
  expect(suspects.next([innocent, killer])).toBeUndefined()
})

test('a crowd of known killers leaves processes to others', () => {
  const suspects = new Suspects()
  const killers = [run('kill'), run('kill'), run('kill')]
  suspects.remember(run('kill'))
  for (const killer of killers) suspects.add(killer)
  const alone = [suspects.next([]), suspects.next([run('kill')])] as SupervisedRun[]
  expect(alone).toEqual(killers.slice(0, 2))
  expect(suspects.next(alone)).toBeUndefined()
  const innocent = run('return 1')
  suspects.add(innocent)
  expect(suspects.next(alone)).toBe(innocent)
  expect(suspects.size).toBe(1)
})

test('no more than a few have a process to themselves at once', () => {
  const suspects = new Suspects()
  const runs = Array.from({ length: 5 }, (_, i) => run(`return ${i}`))
  for (const each of runs) suspects.add(each)
  expect(suspects.next(runs.slice(0, 4))).toBeUndefined()
  expect(suspects.clear()).toEqual(runs)
  expect(suspects.size).toBe(0)
})

test('of very many scripts that killed a process the first are forgotten', () => {
  const suspects = new Suspects()
  for (let i = 0; i <= 200; i++) suspects.remember(run(`kill ${i}`))
  expect(suspects.isOffender(run('kill 0'))).toBe(false)
  expect(suspects.isOffender(run('kill 1'))).toBe(true)
})
