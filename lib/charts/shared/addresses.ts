/** What a shared chart can be had as, by its random id. */
export interface Addresses {
  page: string
  script: string
  json: string
}

/** The addresses below this installation's own. */
export function addressesOf(uid: string, ownUrl: string): Addresses {
  const page = `${ownUrl}/shared/${uid}`
  return { page, script: `${page}.js`, json: `${page}.json` }
}

export interface FrameSize {
  width: number | string
  height: number | string
}

/** Fills the column that it stands in; as high as GottWall's were. */
export const USUAL_SIZE: FrameSize = { width: '100%', height: 400 }

/** HTML that puts the page of a chart into another one. */
export function frameOf(page: string, { width, height }: FrameSize = USUAL_SIZE): string {
  const source = page.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return `<iframe src="${source}" width="${width}" height="${height}" style="border:0" loading="lazy" title="Chart"></iframe>`
}

/** HTML that runs the script of a chart. */
export const scriptTagOf = (script: string): string => `<script async src="${script}"></script>`
