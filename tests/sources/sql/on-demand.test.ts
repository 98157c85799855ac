import { expect, test, vi } from 'vitest'
import type { Database, Limits } from '#sources/sql/database.ts'
import { onDemand } from '#sources/sql/on-demand.ts'

const limits: Limits = { maxRows: 1, timeoutMs: 1_000, signal: new AbortController().signal }

function fake() {
  const database = {
    query: vi.fn(async () => ({ columns: ['one'], rows: [[1]] })),
    close: vi.fn(async () => {}),
  } satisfies Database
  return { database, open: vi.fn(async () => database) }
}

test('a database is opened once, with the first query', async () => {
  const { database, open } = fake()
  const asked = onDemand(open)
  expect(open).not.toHaveBeenCalled()
  const answers = await Promise.all([
    asked.query('select 1', [], limits),
    asked.query('select 1', [2], limits),
  ])
  expect(answers).toEqual(Array(2).fill({ columns: ['one'], rows: [[1]] }))
  expect(open).toHaveBeenCalledOnce()
  expect(database.query).toHaveBeenCalledWith('select 1', [2], limits)
  await asked.close()
  expect(database.close).toHaveBeenCalledOnce()
})

test('one that was never asked is not opened to be closed', async () => {
  const { open } = fake()
  await onDemand(open).close()
  expect(open).not.toHaveBeenCalled()
})
