import { notFound } from 'next/navigation'
import { orNotFound } from '#app/_server/not-found.ts'
import type { Reach } from '#lib/access/reach.ts'
import { getProject } from '#lib/projects/data.ts'
import type { ProjectView } from '#lib/projects/schema.ts'

/** The project at a number in the address, or the not-found page. */
export async function projectAt(reach: Reach, text: string): Promise<ProjectView> {
  if (!/^[1-9]\d{0,8}$/.test(text)) notFound()
  return orNotFound(getProject(reach, Number(text)))
}
