/** Words, and each of the characters between them. */
const PIECES = /[\p{L}\p{N}_]+|[^\p{L}\p{N}_]/gu
/** So much of a message is compared: an expression may have 1,000 characters, and each of these may need two. */
const COMPARED_LENGTH = 400
const GAP = Symbol('what differs')
type Piece = string | typeof GAP

/** What some messages have in common, as a template and as an expression that finds such messages. */
export interface CommonText {
  /** variables as `<*>` */
  template: string
  /** in RE2's syntax; everything that is not variable is taken literally */
  regex: string
}

/**
 * The text that all of these messages have, in its order; what differs is variable. Of a single message everything with
 * a digit in it is. Null when they have no word in common.
 */
export function commonText(messages: readonly string[]): CommonText | null {
  const [first = [], ...others] = messages.map(piecesOf)
  const common = others.length > 0 ? others.reduce(shared, first) : first.map(withoutDigits)
  const pieces = joinGaps(common)
  if (!pieces.some(piece => piece !== GAP && /[\p{L}\p{N}]/u.test(piece))) return null
  const text = (gap: string, literal: (piece: string) => string) =>
    pieces.map(piece => (piece === GAP ? gap : literal(piece))).join('')
  return { template: text('<*>', piece => piece), regex: `(?s)^${text('.*?', escaped)}$` }
}

/** The cut end of a long message is variable. */
function piecesOf(message: string): Piece[] {
  const pieces = message.slice(0, COMPARED_LENGTH).match(PIECES) ?? []
  return message.length > COMPARED_LENGTH ? [...pieces.slice(0, -1), GAP] : pieces
}

const withoutDigits = (piece: Piece): Piece => (piece !== GAP && /\p{N}/u.test(piece) ? GAP : piece)

/** The longest common subsequence; a gap wherever one of them has more. */
function shared(a: readonly Piece[], b: readonly Piece[]): Piece[] {
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j] && a[i] !== GAP
          ? at(lengths, (i + 1) * width + j + 1) + 1
          : Math.max(at(lengths, (i + 1) * width + j), at(lengths, i * width + j + 1))

  const pieces: Piece[] = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    const piece = a[i] as Piece
    if (piece === b[j] && piece !== GAP) {
      pieces.push(piece)
      i++
      j++
    } else {
      pieces.push(GAP)
      if (at(lengths, (i + 1) * width + j) >= at(lengths, i * width + j + 1)) i++
      else j++
    }
  }
  return i < a.length || j < b.length ? [...pieces, GAP] : pieces
}

const at = (lengths: Uint16Array, index: number): number => lengths[index] ?? 0

const joinGaps = (pieces: readonly Piece[]): Piece[] =>
  pieces.filter((piece, i) => piece !== GAP || pieces[i - 1] !== GAP)

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
