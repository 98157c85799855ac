import { type Column, pointsCsv } from '#lib/metrics/csv.ts'

/** The name of the file is that of the metric, as far as names of files go. */
export const csvAnswer = (name: string, zone: string, columns: Column[]) =>
  new Response(pointsCsv(zone, columns), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName(name)}.csv"`,
      'cache-control': 'no-store',
    },
  })

const fileName = (name: string) => name.replace(/[^\w-]+/g, '-').slice(0, 100)
