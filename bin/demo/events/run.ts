import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import pino from 'pino'
import { openCache } from '#bin/demo/events/cache.ts'
import { openShopDatabase } from '#bin/demo/events/database.ts'
import { openPayments } from '#bin/demo/events/payments.ts'
import { openQueue } from '#bin/demo/events/queue.ts'
import { buildShop } from '#bin/demo/events/shop.ts'
import { visit } from '#bin/demo/events/visitors.ts'
import { chanceFrom } from '#bin/demo/shop/chance.ts'
import { recordPg } from '#client/pg.ts'
import { pinoEvents } from '#client/pino.ts'
import { UserError } from '#lib/failures.ts'

interface Run {
  databaseUrl: string
  rate: number
  seconds: number
  signal: AbortSignal
}

/** Opens the shop, has it visited for so long, and closes it. Answers how many visits there were by status. */
export async function runShop({ databaseUrl, ...load }: Run): Promise<Map<string, number>> {
  const express = await loadExpress()
  const chance = chanceFrom(Date.now())
  const pool = await openShopDatabase(databaseUrl)
  const payments = await openPayments(chance)
  const queue = openQueue()
  const log = pino({ name: 'shop' }, pino.multistream([{ stream: pinoEvents() }]))
  const shop = { pool, queue, log, chance, cache: openCache(), paymentsUrl: payments.url }
  const server = createServer(buildShop(express, shop))
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const stop = recordPg(pg)
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return await visit({ ...load, url, chance })
  } finally {
    await queue.drained()
    stop()
    server.close()
    server.closeAllConnections()
    await payments.close()
    await pool.end()
  }
}

async function loadExpress() {
  try {
    return (await import('express')).default
  } catch {
    throw new UserError(
      'The shop is made with Express, which comes with npm install in the checkout.',
    )
  }
}
