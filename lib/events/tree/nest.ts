/** What of a record tells where it belongs in the tree of its id. */
export interface Piece {
  type: string
  host: string
  pid: number | null
  /** milliseconds since 1970 */
  start: number
  end: number
}

/** Clocks are rounded differently by the libraries that write them. */
const SLACK_MS = 2

/**
 * For each piece the position of the one it is a part of, or -1. By their names first: `request.sql` is a part of the
 * `request` that was under way when it began, else of the nearest one. What has no such piece is a part of the
 * shortest one that it happened within, of its own host if there is one: another service, a line of a log.
 */
export function nest(pieces: readonly Piece[]): number[] {
  const order = [...pieces.keys()].sort(byBeginning(pieces))
  const ofType = Map.groupBy(order, i => pieces[i]?.type ?? '')
  const parents = pieces.map(piece => parentByName(piece, pieces, ofType))
  for (const [place, i] of order.entries())
    if (parents[i] === -1) parents[i] = parentByTime(i, order.slice(0, place), pieces, parents)
  return parents
}

const byBeginning = (pieces: readonly Piece[]) => (a: number, b: number) => {
  const [one, other] = [pieces[a], pieces[b]]
  return one && other ? one.start - other.start || other.end - one.end || a - b : 0
}

/** Never in a circle: its name is shorter. */
function parentByName(
  piece: Piece,
  pieces: readonly Piece[],
  ofType: ReadonlyMap<string, number[]>,
): number {
  let nearest = -1
  for (const name of namesAbove(piece.type)) {
    const candidates = ofType.get(name) ?? []
    const around = innermost(piece, candidates, pieces, isUnderWay)
    if (around >= 0) return around
    if (nearest < 0) nearest = nearestTo(piece, candidates, pieces)
  }
  return nearest
}

/** `a.b`, `a` for `a.b.c`. */
function* namesAbove(type: string): Generator<string> {
  for (let dot = type.lastIndexOf('.'); dot > 0; dot = type.lastIndexOf('.', dot - 1))
    yield type.slice(0, dot)
}

const lengthOf = ({ start, end }: Piece) => end - start

const isUnderWay = (around: Piece, piece: Piece) =>
  around.start <= piece.start + SLACK_MS && around.end >= piece.start - SLACK_MS

/** What took no time, like a line of a log, has nothing within. */
const isWithin = (around: Piece, piece: Piece) =>
  lengthOf(around) > 0 &&
  lengthOf(around) >= lengthOf(piece) &&
  isUnderWay(around, piece) &&
  around.end >= piece.end - SLACK_MS

/** The shortest that holds, of the same process if there is one, else of the same host, else of any. */
function innermost(
  piece: Piece,
  candidates: readonly number[],
  pieces: readonly Piece[],
  holds: (around: Piece, piece: Piece) => boolean,
): number {
  let found = -1
  let best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] as [number, number]
  for (const i of candidates) {
    const around = pieces[i]
    if (!around || around === piece || !holds(around, piece)) continue
    const rank: [number, number] = [distance(around, piece), lengthOf(around)]
    if (rank[0] > best[0] || (rank[0] === best[0] && rank[1] > best[1])) continue
    found = i
    best = rank
  }
  return found
}

const distance = (a: Piece, b: Piece) => (a.host !== b.host ? 2 : a.pid !== b.pid ? 1 : 0)

function nearestTo(piece: Piece, candidates: readonly number[], pieces: readonly Piece[]): number {
  const away = (i: number) => {
    const other = pieces[i]
    return other ? Math.max(other.start - piece.start, piece.start - other.end) : 0
  }
  return candidates.reduce((best, i) => (best < 0 || away(i) < away(best) ? i : best), -1)
}

function parentByTime(
  i: number,
  before: readonly number[],
  pieces: readonly Piece[],
  parents: readonly number[],
): number {
  const piece = pieces[i]
  if (!piece) return -1
  const others = before.filter(other => !isBelow(other, i, parents))
  return innermost(piece, others, pieces, isWithin)
}

function isBelow(other: number, i: number, parents: readonly number[]): boolean {
  for (let at = other; at >= 0; at = parents[at] ?? -1) if (at === i) return true
  return false
}
