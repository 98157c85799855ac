import { headOf } from '#lib/errors/classify/template/head.ts'
import { Scan } from '#lib/errors/classify/template/scan.ts'
import { type Shape, shapeOf, type Word } from '#lib/errors/classify/template/shape.ts'

/** Reads the one line that a message is known by. */
export function readMessage(scan: Scan, message: string): void {
  scan.read(message)
  if (!scan.isOneLine) scan.read(headOf(message))
}

const scan = new Scan()

/** What a message is to the grouping. */
export function readShape(message: string): Shape {
  readMessage(scan, message)
  return shapeOf(scan)
}

/** What a stored template shows, word for word beside those of its first message. */
export function shownBeside(shape: Shape, template: string): readonly Word[] {
  const { words } = readShape(template)
  return words.length === shape.words.length ? words : [{ key: '', shown: [template] }]
}
