import type { Db, Tx } from '#lib/db/client.ts'
import { projectOf } from '#lib/projects/rows.ts'
import type { ProjectDeclaration } from '#lib/projects/schema.ts'
import { unseal } from '#lib/secrets.ts'

/** All projects in the form of a file. Keys that Belfry made are none of it. */
export async function declarableProjects(
  client: Db | Tx,
): Promise<{ declared: boolean; declaration: ProjectDeclaration }[]> {
  const rows = await client.project.findMany({
    orderBy: { id: 'asc' },
    include: { keys: { where: { declared: true } } },
  })
  return rows.map(({ declared, keys, ...row }) => {
    const { id: _, ...project } = projectOf(row)
    const pairs = keys.map(({ publicKey, privateKey }) => {
      return { publicKey, privateKey: String(unseal(privateKey)) }
    })
    return { declared, declaration: { ...project, keys: pairs } }
  })
}
