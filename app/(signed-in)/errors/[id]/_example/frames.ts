import type { Frame } from '#lib/errors/event.ts'

export interface FrameGroup {
  frames: Frame[]
  /** calls within libraries, beside ones of the application */
  isFolded: boolean
}

/** Neighbours of one kind together; where nothing is of the application nothing is folded. */
export function groupFrames(frames: readonly Frame[]): FrameGroup[] {
  if (!frames.some(frame => frame.inApp)) return [{ frames: [...frames], isFolded: false }]

  const groups: FrameGroup[] = []
  for (const frame of frames) {
    const last = groups.at(-1)
    if (last && last.isFolded === !frame.inApp) last.frames.push(frame)
    else groups.push({ frames: [frame], isFolded: !frame.inApp })
  }
  return groups
}
