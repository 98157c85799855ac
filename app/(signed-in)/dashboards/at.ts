import { notFound } from 'next/navigation'
import type { Reach } from '#lib/access/reach.ts'
import { type Dashboard, findDashboard } from '#lib/dashboards/data.ts'

/** The dashboard at a number in the address, or the not-found page. */
export async function dashboardAt(reach: Reach, text: string): Promise<Dashboard> {
  const dashboard = await findDashboard(reach, /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0)
  return dashboard ?? notFound()
}
