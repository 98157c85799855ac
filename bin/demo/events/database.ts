import pg from 'pg'

const CONNECTIONS = 4
const PRODUCTS = 2_000

/** Seen and changed by one connection only, and gone with it: nothing is left behind. */
const TABLES = `
  create temp table product (id int primary key, name text, price numeric, stock int);
  insert into product
    select n, 'Product ' || n, 5 + n % 90, 100000 from generate_series(1, ${PRODUCTS}) as n;
  create temp table customer_order (id serial, product_id int, customer text, paid boolean)`

/** A shop's database, on any PostgreSQL. */
export async function openShopDatabase(connectionString: string): Promise<pg.Pool> {
  // A connection that were closed while it is idle would take its tables along.
  const pool = new pg.Pool({ connectionString, max: CONNECTIONS, idleTimeoutMillis: 0 })
  pool.on('error', () => {})
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.connect()))
  await Promise.all(clients.map(client => client.query(TABLES)))
  for (const client of clients) client.release()
  return pool
}

export interface Product {
  id: number
  name: string
  price: string
}

export const productOf = async (pool: pg.Pool, id: number): Promise<Product | undefined> =>
  (await pool.query('select id, name, price from product where id = $1', [id])).rows[0]

export const cheapest = async (pool: pg.Pool): Promise<Product[]> =>
  (await pool.query('select id, name, price from product order by price, id limit 12')).rows

/** Reads the whole table, and waits for as long as a search without an index would. */
export const search = async (pool: pg.Pool, words: string, seconds: number): Promise<Product[]> =>
  (
    await pool.query(
      `select id, name, price from product, pg_sleep($2)
       where name ilike '%' || $1 || '%' order by name limit 20`,
      [words, seconds],
    )
  ).rows

/** Takes one from the stock and notes the order, both or none. Answers the order's number. */
export async function order(pool: pg.Pool, product: number, customer: string): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('update product set stock = stock - 1 where id = $1', [product])
    const { rows } = await client.query(
      'insert into customer_order (product_id, customer) values ($1, $2) returning id',
      [product, customer],
    )
    await client.query('commit')
    return rows[0].id
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
