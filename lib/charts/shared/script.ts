import { type FrameSize, USUAL_SIZE } from '#lib/charts/shared/addresses.ts'

/** JavaScript that puts the page of a chart behind the script element that loads it. */
export function scriptOf(page: string, { width, height }: FrameSize = USUAL_SIZE): string {
  const settings = { src: page, width: String(width), height: String(height), title: 'Chart' }
  return `(() => {
  const here = document.currentScript
  const frame = document.createElement('iframe')
  Object.assign(frame, ${JSON.stringify(settings)}, { loading: 'lazy' })
  frame.style.border = '0'
  here.after(frame)
})()
`
}
